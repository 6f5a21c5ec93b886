//! An invite to calls of the runtime's builder. Each word becomes the method of the same name, with
//! the author's own token.

pub(crate) mod editor;

use crate::ast::{
    Clause, FieldValue, From, Invite, List, ListItem, Participant, Text, Unfinished, Value, none,
};
use crate::value_type::{Takes, ValueType};
use graph_invite_rules as rules;
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens as _, quote_spanned};
use std::mem;
use syn::Ident;
use syn::spanned::Spanned as _;

/// Most calls of one chain, and most participants of one list. An invite without errors has fewer. In
/// others each call more is one level more for the compiler, and thousands overflow its stack.
const MAX_CALLS: usize = 64;

/// What the reader of the expansion wants to see. The defaults are for rustc.
pub(crate) trait Dialect {
    /// The calls of a chain, with the words that are unfinished.
    fn chain(&self, calls: Vec<TokenStream>, _: &[Unfinished], _: Span) -> Vec<TokenStream> {
        calls
    }

    /// An unfinished word in the place of a participant.
    fn unfinished_participant(&self, _: &Runtime<'_>, _: &Ident) -> Option<TokenStream> {
        None
    }

    /// What follows the last participant.
    fn next_participant(&self, _: &Runtime<'_>) -> Option<TokenStream> {
        None
    }

    /// What follows the last field of an invite without spread.
    fn end_of_invite(&self, _: Span) -> TokenStream {
        TokenStream::new()
    }

    /// What takes the place of a value that is missing.
    fn missing_value(
        &self,
        stand_in: TokenStream,
        _convert: &TokenStream,
        _unread: &TokenStream,
        _: Span,
    ) -> TokenStream {
        stand_in
    }

    /// What takes the place of a condition that is missing.
    fn missing_condition(&self, stand_in: TokenStream, _unread: &TokenStream) -> TokenStream {
        stand_in
    }

    /// The place of a conversion. A type error shows it as the origin of its bound: that is the
    /// author's word, and not the whole call of the macro.
    fn conversion_span(&self, hygiene: Span, word: Span) -> Span {
        hygiene.located_at(word)
    }
}

/// The compiler.
pub(crate) struct Rustc;

impl Dialect for Rustc {}

/// The module of the runtime with the functions for expansions. It has the version in its name, so that
/// both versions are the same.
const PRIVATE: &str = concat!(
    "__private_",
    env!("CARGO_PKG_VERSION_MAJOR"),
    "_",
    env!("CARGO_PKG_VERSION_MINOR"),
    "_",
    env!("CARGO_PKG_VERSION_PATCH"),
);

/// The crate that the expansion calls.
pub(crate) struct Runtime<'a> {
    path: &'a Ident,
    /// `path`, and the module for expansions in it.
    private: TokenStream,
    /// The expansion sees no name of the author's, and the author none of the expansion's.
    hygiene: Span,
}

/// Calls of the builder, in the author's order.
pub(crate) fn invite(invite: &Invite, runtime: &Ident, dialect: &impl Dialect) -> TokenStream {
    let hygiene = Span::mixed_site();
    let private = Ident::new(PRIVATE, hygiene);
    let private = quote_spanned!(hygiene=> #runtime::#private);
    let expand = Expand {
        runtime: Runtime {
            path: runtime,
            private: private.clone(),
            hygiene,
        },
        dialect,
    };
    let fields = invite.fields.iter().take(MAX_CALLS).map(|field| {
        let word = &field.word;
        let value = match (&field.value, ValueType::of_field(field.name)) {
            (FieldValue::One(value), Some(takes)) => expand.value(word, value, &takes),
            (FieldValue::List(list), _) => expand.list(list),
            (FieldValue::One(_), None) => TokenStream::new(),
        };
        quote_spanned!(hygiene=> .#word(#value))
    });
    let fields = dialect.chain(fields.collect(), &invite.unfinished, hygiene);
    // At the call of the macro, so that suggestions of the compiler are not in the front.
    let mut start = runtime.clone();
    start.set_span(runtime.span().located_at(hygiene));
    let builder = quote_spanned!(hygiene=> #start::Invite::builder() #(#fields)*);
    // How many participants a spread gives is known at run time, so the whole is checked then.
    if invite.has_spread() {
        quote_spanned!(hygiene=> #builder.build())
    } else {
        let end = dialect.end_of_invite(hygiene);
        quote_spanned!(hygiene=> #private::invite(#builder #end))
    }
}

struct Expand<'a, D> {
    runtime: Runtime<'a>,
    dialect: &'a D,
}

impl<D: Dialect> Expand<'_, D> {
    fn list(&self, list: &List) -> TokenStream {
        let Runtime {
            path: runtime,
            private,
            hygiene,
        } = &self.runtime;
        let hygiene = *hygiene;
        let next = self.dialect.next_participant(&self.runtime);
        let is_whole = next.is_none();
        let list_of = |ones: Vec<TokenStream>| {
            (!ones.is_empty() || !is_whole)
                .then(|| quote_spanned!(hygiene=> #private::participants([#(#ones),*])))
        };
        // Each spread is a list, and so are the participants between two spreads.
        let mut lists = Vec::new();
        let mut ones = Vec::new();
        for item in list.items.iter().take(MAX_CALLS) {
            match item {
                ListItem::One(participant) => ones.push(self.participant(participant)),
                ListItem::Unfinished(word) => {
                    ones.extend(self.dialect.unfinished_participant(&self.runtime, word));
                }
                ListItem::Spread { dots, people } => {
                    lists.extend(list_of(mem::take(&mut ones)));
                    let convert = self.conversion(
                        dots.span(),
                        ["IntoParticipants", "into_participants"],
                        None,
                    );
                    let people = match none(people) {
                        Some(none) => quote_spanned!(hygiene=> #private::no_one(#none)),
                        None => people.to_token_stream(),
                    };
                    lists.push(quote_spanned!(hygiene=> #convert(#people)));
                }
            }
        }
        if let ([], [one], true) = (&*lists, &*ones, is_whole) {
            return quote_spanned!(hygiene=> #private::participant(#one));
        }
        if lists.is_empty() && is_whole && list.participants().all(Participant::is_constant) {
            return quote_spanned!(hygiene=> #runtime::Participants::from_static(const { &[#(#ones),*] }));
        }
        ones.extend(next);
        lists.extend(list_of(ones));
        if let [list] = &*lists {
            return list.clone();
        }
        quote_spanned!(hygiene=> #private::concat([#(#lists),*]))
    }

    fn participant(&self, participant: &Participant) -> TokenStream {
        let Runtime {
            path: runtime,
            hygiene,
            ..
        } = self.runtime;
        let kind = &participant.word;
        let id = self.value(kind, &participant.id, &ValueType::of_kind(participant.kind));
        let clauses = participant.clauses.iter().take(MAX_CALLS);
        let clauses = clauses.map(|clause| self.clause(clause)).collect();
        let clauses = self
            .dialect
            .chain(clauses, &participant.unfinished, hygiene);
        quote_spanned!(hygiene=> #runtime::Participant::#kind(#id) #(#clauses)*)
    }

    fn clause(&self, clause: &Clause) -> TokenStream {
        let hygiene = self.runtime.hygiene;
        let call = |word: &Ident, clause: rules::Clause, value: &Value| {
            let takes = ValueType::of_clause(clause);
            let value = takes.map(|takes| self.value(word, value, &takes));
            quote_spanned!(hygiene=> .#word(#value))
        };
        match clause {
            Clause::Flag {
                word, condition, ..
            } => {
                let condition = self.condition(condition.as_ref());
                quote_spanned!(hygiene=> .#word(#condition))
            }
            Clause::Valued {
                word,
                clause,
                value,
            } => call(word, *clause, value),
            Clause::Moves { word, entry, from } => {
                let moves = call(word, rules::Clause::Moves, entry);
                let missing = Value::Missing(TokenStream::new());
                let stand_in = Ident::new(rules::Clause::From.word(), word.span());
                let (from, value, unfinished) = match from {
                    From::Call { word, call } => (word, call, None),
                    From::Missing(unfinished) => (&stand_in, &missing, unfinished.as_ref()),
                };
                let unfinished: Vec<_> = unfinished
                    .map(|word| Unfinished {
                        after: 1,
                        word: word.clone(),
                    })
                    .into_iter()
                    .collect();
                let from = call(from, rules::Clause::From, value);
                self.dialect
                    .chain(vec![moves, from], &unfinished, hygiene)
                    .into_iter()
                    .collect()
            }
        }
    }

    /// Whether a flag is set.
    fn condition(&self, condition: Option<&Value>) -> TokenStream {
        let hygiene = self.runtime.hygiene;
        match condition {
            Some(Value::Expr(condition)) => condition.to_token_stream(),
            Some(Value::Missing(unread)) => {
                let stand_in = quote_spanned!(hygiene=> true);
                self.dialect.missing_condition(stand_in, unread)
            }
            _ => quote_spanned!(hygiene=> true),
        }
    }

    /// A literal in the function of its type, any other expression in the conversion of the type.
    fn value(&self, word: &Ident, value: &Value, takes: &ValueType) -> TokenStream {
        let Runtime {
            private, hygiene, ..
        } = &self.runtime;
        let hygiene = *hygiene;
        let literal = Ident::new(takes.literal, hygiene);
        let convert = || {
            let ty = Ident::new(takes.name, hygiene);
            self.conversion(word.span(), takes.takes.conversion(), Some(&ty))
        };
        let literal = |proof| quote_spanned!(hygiene=> #private::#literal(#proof));
        match value {
            Value::Literal(Text { text, .. }) => literal(takes.proof(text)),
            Value::Expr(expr) => {
                let convert = convert();
                quote_spanned!(hygiene=> #convert(#expr))
            }
            Value::Const(block) if takes.takes == Takes::One => block.to_token_stream(),
            Value::Const(block) => quote_spanned!(hygiene=> #private::given(#block)),
            Value::Nothing(_) if takes.takes == Takes::One => literal(takes.stand_in()),
            Value::Nothing(none) => none.to_token_stream(),
            Value::Missing(unread) => {
                let stand_in = literal(takes.stand_in());
                self.dialect
                    .missing_value(stand_in, &convert(), unread, hygiene)
            }
        }
    }

    /// The path of a conversion: a trait of the runtime, and its method.
    fn conversion(&self, word: Span, names: [&str; 2], ty: Option<&Ident>) -> TokenStream {
        let at = self.dialect.conversion_span(self.runtime.hygiene, word);
        let mut runtime = self.runtime.path.clone();
        runtime.set_span(runtime.span().located_at(at));
        let [name, method] = names.map(|name| Ident::new(name, at));
        let path = self.runtime.path;
        // Without the type, the compiler guesses it from the value, and then reports the method.
        let ty = ty.map(|ty| quote_spanned!(at=> ::<#path::#ty>));
        quote_spanned!(at=> #runtime::convert::#name #ty::#method)
    }
}
