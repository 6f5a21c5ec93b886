//! Which word of the language a wrong word was meant to be.

use graph_invite_rules::Vocabulary;

/// The word that was probably meant: it has the same letters, or is the JSON name, or begins like it,
/// or at most one letter in three differs.
pub(crate) fn suggest<W: Vocabulary>(written: &str) -> Option<W> {
    let flat = |text: &str| text.replace('_', "").to_lowercase();
    let same =
        |word: &W| flat(word.word()) == flat(written) || flat(word.json_name()) == flat(written);
    let begun = |word: &W| written.len() > 1 && word.word().starts_with(written);
    let all = || W::ALL.iter().copied();
    all().find(same).or_else(|| all().find(begun)).or_else(|| {
        let near = |word: W| (distance(word.word(), written), word);
        let (off, word) = W::ALL
            .iter()
            .copied()
            .map(near)
            .min_by_key(|(off, _)| *off)?;
        (off <= 3 && off * 3 <= written.chars().count()).then_some(word)
    })
}

/// How many letters must be added, dropped or changed to turn one word into the other.
fn distance(from: &str, to: &str) -> usize {
    let mut row: Vec<usize> = (0..=to.chars().count()).collect();
    for (i, a) in from.chars().enumerate() {
        let mut left = i + 1;
        let mut next = vec![left];
        for ((diagonal, above), b) in row.iter().zip(row.iter().skip(1)).zip(to.chars()) {
            left = (diagonal + usize::from(a != b))
                .min(above + 1)
                .min(left + 1);
            next.push(left);
        }
        row = next;
    }
    row.last().copied().unwrap_or_default()
}

/// All words of one place, as a sentence lists them.
pub(crate) fn list_allowed<W: Vocabulary>() -> String {
    let quoted: Vec<String> = W::ALL
        .iter()
        .map(|word| format!("`{}`", word.word()))
        .collect();
    match quoted.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} or {last}", rest.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::{distance, list_allowed, suggest};
    use graph_invite_rules::{Clause, Field, IdentityKind};

    #[test]
    fn suggests_a_word_for_a_typo() {
        assert_eq!(suggest("particpants"), Some(Field::Participants));
        assert_eq!(suggest("contxt"), Some(Field::Context));
        assert_eq!(suggest("usr"), Some(IdentityKind::User));
        assert_eq!(suggest("replace"), Some(Clause::Replaces));
        assert_eq!(suggest("par"), Some(Field::Participants));
    }

    #[test]
    fn suggests_a_word_for_its_json_name() {
        assert_eq!(suggest("clientContext"), Some(Field::Context));
        assert_eq!(suggest("client_context"), Some(Field::Context));
        assert_eq!(suggest("acsUser"), Some(IdentityKind::AcsUser));
        assert_eq!(suggest("replacesCallId"), Some(Clause::Replaces));
        assert_eq!(
            suggest("removeFromDefaultAudioRoutingGroup"),
            Some(Clause::OffMainMix)
        );
    }

    #[test]
    fn suggests_nothing_for_another_word() {
        assert_eq!(suggest::<Field>("subject"), None);
        assert_eq!(suggest::<IdentityKind>("people"), None);
        assert_eq!(suggest::<Clause>(""), None);
    }

    #[test]
    fn distance_counts_letters() {
        for (from, to, off) in [
            ("", "", 0),
            ("a", "", 1),
            ("", "ab", 2),
            ("kitten", "sitting", 3),
        ] {
            assert_eq!(distance(from, to), off, "{from} {to}");
        }
    }

    #[test]
    fn words_are_listed_as_in_a_sentence() {
        assert_eq!(
            list_allowed::<Field>(),
            "`call`, `participants` or `context`"
        );
    }
}
