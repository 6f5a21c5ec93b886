//! Tokens to an invite, with the comments between them.

use crate::comments::{self, Found};
use crate::error::FormatError;
use crate::tree::{Atom, Field, Invite, Item, List, Participant, Phrase};
use crate::value::Value;
use graph_invite_rules::{self as rules, Clause, IdentityKind, Vocabulary};
use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use syn::ext::IdentExt as _;
use syn::parse::{Parse as _, ParseStream, Parser as _};
use syn::{Expr, Token};

/// Reads an invite from the name of the macro to its closing bracket.
pub(crate) fn invite(source: &str, name: &Ident, group: &Group) -> Result<Invite, FormatError> {
    let start = name.span().byte_range();
    let open = group.span_open().byte_range();
    let written = source.get(start.end..open.start).unwrap_or_default();
    let head = if written.trim_start_matches('!').trim().is_empty() || written.trim() == "!" {
        format!("{name}!")
    } else {
        format!("{name}{}", written.trim_end())
    };
    Ok(Invite {
        place: start.start..group.span_close().byte_range().end,
        head,
        delimiter: group.delimiter(),
        fields: list(source, group, field).map_err(|error| {
            FormatError::at(error.span(), format_args!("this is not an invite: {error}"))
        })?,
    })
}

/// Reads items between commas, in brackets.
fn list<T>(
    source: &str,
    group: &Group,
    item: fn(&mut Reader<'_, '_>) -> syn::Result<T>,
) -> syn::Result<List<T>> {
    let read = |input: ParseStream<'_>| {
        let mut reader = Reader {
            input,
            source,
            end: group.span_open().byte_range().end,
            close: group.span_close(),
        };
        reader.list(item)
    };
    read.parse2(group.stream()).map_err(|error| {
        // An error at the end of the brackets has no place of its own.
        if error.span().byte_range().is_empty() {
            return syn::Error::new(group.span_close(), error);
        }
        error
    })
}

/// The tokens in brackets, and how far they are read.
struct Reader<'a, 's> {
    input: ParseStream<'a>,
    source: &'s str,
    /// Where the last token ended.
    end: usize,
    close: Span,
}

impl Reader<'_, '_> {
    fn list<T>(&mut self, item: fn(&mut Self) -> syn::Result<T>) -> syn::Result<List<T>> {
        let first = comments::split(self.gap(), self.input.is_empty());
        let opening = first.trailing;
        let (mut above, mut before) = (first.above, first.before);
        let mut items = Vec::new();
        while !self.input.is_empty() {
            let body = item(self)?;
            let mut end = comments::before_comma(self.gap());
            let mut next = comments::Split::default();
            if !self.input.is_empty() {
                self.sign(|input| input.parse::<Token![,]>().map(|comma| comma.span))?;
                next = comments::split(self.gap(), self.input.is_empty());
            }
            let is_open = end.below.is_empty() && end.trailing.is_empty();
            let line = if is_open {
                &mut end.trailing
            } else {
                &mut end.below
            };
            line.append(&mut next.trailing);
            end.below.append(&mut next.above);
            items.push(Item {
                above,
                before,
                body,
                after: end.after,
                trailing: end.trailing,
            });
            (above, before) = (end.below, next.before);
        }
        Ok(List {
            opening,
            items,
            closing: above,
        })
    }

    fn clause(&mut self, phrase: &mut Phrase) -> syn::Result<()> {
        match self.word::<Clause>(phrase)? {
            Clause::Hidden | Clause::OffMainMix => {
                if !self.input.peek(Token![if]) {
                    return Ok(());
                }
                self.inline_comments(phrase);
                self.sign(|input| input.parse::<Token![if]>().map(|word| word.span))?;
                phrase.push(Atom::Word("if".to_owned()));
                self.value(phrase, Expr::parse_without_eager_brace)
            }
            _ => self.value(phrase, Expr::parse),
        }
    }

    /// The comments before the next token.
    fn gap(&self) -> Vec<Found> {
        let next = self.input.cursor().token_tree();
        let next = next.map_or(self.close, |(token, _)| token.span());
        let gap = self.end..next.byte_range().start;
        let text = self.source.get(gap.clone()).unwrap_or_default();
        comments::between(text, gap.start)
    }

    fn inline_comments(&self, phrase: &mut Phrase) {
        let comments = self.gap().into_iter().map(|found| found.comment);
        phrase.extend(comments.map(Atom::Comment));
    }

    fn sign(&mut self, read: fn(ParseStream<'_>) -> syn::Result<Span>) -> syn::Result<()> {
        self.end = read(self.input)?.byte_range().end;
        Ok(())
    }

    /// Reads one of the words of a place.
    fn word<W: Vocabulary>(&mut self, phrase: &mut Phrase) -> syn::Result<W> {
        let allowed = || {
            let words = W::ALL.iter().map(|word| format!("`{}`", word.word()));
            words.collect::<Vec<_>>().join(", ")
        };
        let word = self.input.call(Ident::parse_any);
        let known = word.and_then(|word| {
            let known = W::ALL.iter().find(|known| word == known.word());
            let known = known.ok_or_else(|| syn::Error::new(word.span(), ""))?;
            Ok((word, *known))
        });
        let (word, known) = known.map_err(|error| {
            syn::Error::new(error.span(), format_args!("expected one of {}", allowed()))
        })?;
        self.end = word.span().byte_range().end;
        phrase.push(Atom::Word(word.to_string()));
        Ok(known)
    }

    /// Reads a value, which is Rust, with the comments before it.
    fn value(
        &mut self,
        phrase: &mut Phrase,
        read: fn(ParseStream<'_>) -> syn::Result<Expr>,
    ) -> syn::Result<()> {
        self.inline_comments(phrase);
        let mut cursor = self.input.cursor();
        let start = self.input.span().byte_range().start;
        read(self.input)?;
        let end = self.input.cursor();
        let mut tokens = TokenStream::new();
        while cursor != end
            && let Some((token, next)) = cursor.token_tree()
        {
            self.end = token.span().byte_range().end;
            tokens.extend([token]);
            cursor = next;
        }
        let value = Value::of(self.source, start..self.end, tokens);
        phrase.push(Atom::Value(value));
        Ok(())
    }
}

fn field(reader: &mut Reader<'_, '_>) -> syn::Result<Field> {
    let mut phrase = Phrase::new();
    let field = reader.word::<rules::Field>(&mut phrase)?;
    reader.inline_comments(&mut phrase);
    reader.sign(|input| input.parse::<Token![:]>().map(|colon| colon.span))?;
    phrase.push(Atom::Colon);
    if field != rules::Field::Participants {
        reader.value(&mut phrase, Expr::parse)?;
        return Ok(Field::Value(phrase));
    }
    reader.inline_comments(&mut phrase);
    let start = reader.input.span();
    let Ok(TokenTree::Group(group)) = reader.input.parse() else {
        return Err(syn::Error::new(start, "expected `[`"));
    };
    if group.delimiter() != Delimiter::Bracket {
        return Err(syn::Error::new(group.span_open(), "expected `[`"));
    }
    reader.end = group.span_close().byte_range().end;
    let people = list(reader.source, &group, participant)?;
    Ok(Field::Participants(phrase, people))
}

fn participant(reader: &mut Reader<'_, '_>) -> syn::Result<Participant> {
    let mut phrase = Phrase::new();
    if reader.input.peek(Token![..]) {
        reader.sign(|input| input.parse::<Token![..]>().map(|dots| dots.spans[1]))?;
        phrase.push(Atom::Dots);
        reader.value(&mut phrase, Expr::parse)?;
    } else {
        reader.word::<IdentityKind>(&mut phrase)?;
        reader.value(&mut phrase, Expr::parse)?;
    }
    let mut phrases = Vec::new();
    let (mut above, mut before) = (Vec::new(), Vec::new());
    loop {
        let is_last = reader.input.is_empty() || reader.input.peek(Token![,]);
        let gap = if is_last { Vec::new() } else { reader.gap() };
        let next = comments::split(gap, false);
        phrases.push(Item {
            above,
            before,
            body: phrase,
            after: Vec::new(),
            trailing: next.trailing,
        });
        if is_last {
            return Ok(Participant { phrases });
        }
        (above, before) = (next.above, next.before);
        phrase = Phrase::new();
        reader.clause(&mut phrase)?;
    }
}
