//! An invite to calls of the runtime's builder: each word is the method of the same name, with the
//! author's own token.

use crate::syntax::{ClauseOf, Entry, FieldValue, Invite, List, Participant, Unfinished, Value};
use crate::types::Type;
use proc_macro2::{Span, TokenStream};
use quote::quote_spanned;
use syn::Ident;
use syn::spanned::Spanned as _;

/// Who reads the expansion.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reader {
    Compiler,
    /// It completes a word from the members of what stands before it, and so wants to see words
    /// that are none yet, and each place of a word at the same distance from the beginning whether
    /// there is a word or not. What it reads never runs.
    Editor,
}

/// Calls of the builder, in the author's order.
pub(crate) fn invite(invite: &Invite, runtime: &Ident, reader: Reader) -> TokenStream {
    let expand = Expand {
        runtime,
        reader,
        here: Span::mixed_site(),
    };
    let fields = invite.fields.iter().map(|field| {
        let word = &field.word;
        let value = match (&field.value, Type::of_field(field.field)) {
            (FieldValue::One(value), Some(takes)) => expand.value(word, value, &takes),
            (FieldValue::List(list), _) => expand.list(list),
            (FieldValue::One(_), None) => TokenStream::new(),
        };
        quote_spanned!(expand.here=> .#word(#value))
    });
    let fields = expand.with_unfinished(fields.collect(), &invite.unfinished);
    // A spread is as long as it is when it runs, so only then is the whole known to be right.
    let finish = Ident::new(
        if invite.spreads() { "build" } else { "proven" },
        expand.here,
    );
    quote_spanned!(expand.here=> #runtime::Invite::builder() #(#fields)* .#finish())
}

struct Expand<'a> {
    runtime: &'a Ident,
    reader: Reader,
    /// No name of the author's is seen by the expansion, and none of the expansion's by theirs.
    here: Span,
}

impl Expand<'_> {
    fn list(&self, list: &List) -> TokenStream {
        let runtime = self.runtime;
        let one = |entry: &Entry| match entry {
            Entry::One(participant) => Some(self.participant(participant)),
            Entry::Unfinished(word) if self.reader == Reader::Editor => {
                Some(quote_spanned!(self.here=> #runtime::Participant::#word))
            }
            Entry::Spread { .. } | Entry::Unfinished(_) => None,
        };
        let leading = list
            .entries
            .iter()
            .take_while(|entry| !matches!(entry, Entry::Spread { .. }));
        let leading_count = leading.clone().count();
        let mut leading: Vec<TokenStream> = leading.filter_map(one).collect();
        let rest = list
            .entries
            .iter()
            .skip(leading_count)
            .filter_map(|entry| match entry {
                Entry::Spread { dots, people } => {
                    let convert =
                        self.path(dots.span(), &["IntoParticipants", "into_participants"]);
                    Some(quote_spanned!(self.here=> .and_all(#convert(#people))))
                }
                other => {
                    one(other).map(|participant| quote_spanned!(self.here=> .and(#participant)))
                }
            });
        let mut rest: Vec<TokenStream> = rest.collect();
        if self.reader == Reader::Editor {
            // Where the next participant would stand.
            let next = quote_spanned!(self.here=> #runtime::Participant::phone(#runtime::PhoneNumber::proven(0)));
            if rest.is_empty() {
                leading.push(next);
            } else {
                rest.push(quote_spanned!(self.here=> .and(#next)));
            }
        } else if let ([one], []) = (&*leading, &*rest) {
            return quote_spanned!(self.here=> #runtime::Participants::one(#one));
        } else if rest.is_empty() && list.participants().all(Participant::is_constant) {
            return quote_spanned!(self.here=> #runtime::Participants::from_static(const { &[#(#leading),*] }));
        }
        quote_spanned!(self.here=> #runtime::Participants::new([#(#leading),*]) #(#rest)*)
    }

    fn participant(&self, participant: &Participant) -> TokenStream {
        let runtime = self.runtime;
        let kind = &participant.word;
        let id = self.value(kind, &participant.id, &Type::of_kind(participant.kind));
        let clauses = participant.clauses.iter().map(|said| {
            let word = &said.word;
            let value = match (&said.value, Type::of_clause(said.clause)) {
                (Some(value), Some(takes)) => self.value(word, value, &takes),
                _ => TokenStream::new(),
            };
            quote_spanned!(self.here=> .#word(#value))
        });
        let clauses = self.with_unfinished(clauses.collect(), &participant.unfinished);
        quote_spanned!(self.here=> #runtime::Participant::#kind(#id) #(#clauses)*)
    }

    /// A literal in its type's constructor, any other expression in the conversion of the type.
    fn value(&self, word: &Ident, value: &Value, takes: &Type) -> TokenStream {
        let (runtime, name) = (self.runtime, Ident::new(takes.name, self.here));
        let convert = || self.path(word.span(), &[takes.into.0, takes.into.1]);
        let proven = |proof| quote_spanned!(self.here=> #runtime::#name::proven(#proof));
        match value {
            Value::Literal(text) => proven(takes.prove(text).unwrap_or_else(|_| takes.stand_in())),
            Value::Expr(expr) => {
                let convert = convert();
                quote_spanned!(self.here=> #convert(#expr))
            }
            Value::Missing(_) if self.reader == Reader::Compiler => proven(takes.stand_in()),
            Value::Missing(unread) => {
                let convert = convert();
                let stand_in = proven(takes.stand_in());
                let unread = if unread.is_empty() { &stand_in } else { unread };
                quote_spanned!(self.here=> #convert(#unread))
            }
        }
    }

    /// Puts unfinished words where they stand among the calls, for an editor.
    fn with_unfinished(
        &self,
        calls: Vec<TokenStream>,
        unfinished: &[Unfinished],
    ) -> Vec<TokenStream> {
        let mut calls = calls;
        if self.reader == Reader::Editor {
            for Unfinished { after, word } in unfinished.iter().rev() {
                let at = calls.len().min(*after);
                calls.insert(at, quote_spanned!(self.here=> .#word));
            }
        }
        calls
    }

    /// A path of the runtime. A type error shows it as the place where its bound comes from: that
    /// is the author's word, and not the whole call of the macro. An editor would take it for
    /// another meaning of the word.
    fn path(&self, at: Span, names: &[&str]) -> TokenStream {
        let at = match self.reader {
            Reader::Compiler => self.here.located_at(at),
            Reader::Editor => self.here,
        };
        let mut runtime = self.runtime.clone();
        runtime.set_span(runtime.span().located_at(at));
        let names = names.iter().map(|name| Ident::new(name, at));
        quote_spanned!(at=> #runtime #(::#names)*)
    }
}

impl Participant {
    /// Whether nothing of it is to be computed at run time.
    fn is_constant(&self) -> bool {
        let values = self
            .clauses
            .iter()
            .filter_map(|said: &ClauseOf| said.value.as_ref());
        values
            .chain([&self.id])
            .all(|value| !matches!(value, Value::Expr(_)))
    }
}

#[cfg(test)]
mod tests;
