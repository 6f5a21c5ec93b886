//! What a code means, and the rows of the tables of codes.

use super::failure_kind::FailureKind;
use super::invite_facts::{Fact, InviteFacts};

/// What a code means, and what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Diagnosis {
    pub(crate) kind: FailureKind,
    pub(crate) advice: &'static str,
}

/// A row of a table. The first row that fits counts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row {
    code: Code,
    first: i64,
    last: i64,
    condition: Option<Fact>,
    diagnosis: Diagnosis,
}

/// The codes that a row is for.
#[derive(Clone, Copy, Debug)]
enum Code {
    Any,
    Is(i64),
    /// 0 and 200: the normal end of a call.
    Normal,
}

/// A subcode, with any code.
pub(super) const fn subcode(subcode: i64, kind: FailureKind, advice: &'static str) -> Row {
    family(subcode, subcode, kind, advice)
}

/// The subcodes from `first` to `last`, with any code.
pub(super) const fn family(first: i64, last: i64, kind: FailureKind, advice: &'static str) -> Row {
    Row {
        code: Code::Any,
        first,
        last,
        condition: None,
        diagnosis: Diagnosis { kind, advice },
    }
}

/// A subcode that has this meaning only with this code.
pub(super) const fn pair(code: i64, sub: i64, kind: FailureKind, advice: &'static str) -> Row {
    Row {
        code: Code::Is(code),
        ..subcode(sub, kind, advice)
    }
}

/// A subcode that has this meaning only with a code of success: 0 or 200.
pub(super) const fn normal(sub: i64, kind: FailureKind, advice: &'static str) -> Row {
    Row {
        code: Code::Normal,
        ..subcode(sub, kind, advice)
    }
}

/// A code, with any subcode or none.
pub(super) const fn code(code: i64, kind: FailureKind, advice: &'static str) -> Row {
    Row {
        code: Code::Is(code),
        ..family(i64::MIN, i64::MAX, kind, advice)
    }
}

impl Row {
    /// Only if this is a fact of the invite.
    pub(super) const fn only_with(self, fact: Fact) -> Self {
        Self {
            condition: Some(fact),
            ..self
        }
    }

    const fn fits(&self, code: Option<i64>, subcode: i64, facts: InviteFacts) -> bool {
        let fits_code = match (self.code, code) {
            (Code::Any, _) | (Code::Normal, Some(0 | 200)) => true,
            (Code::Is(own), Some(code)) => own == code,
            _ => false,
        };
        let fits_facts = match self.condition {
            Some(fact) => facts.has(fact),
            None => true,
        };
        fits_code && fits_facts && self.first <= subcode && subcode <= self.last
    }
}

impl Diagnosis {
    pub(crate) const fn new(kind: FailureKind, advice: &'static str) -> Self {
        Self { kind, advice }
    }

    /// The diagnosis of the first row that fits.
    pub(super) fn find(
        rows: &[Row],
        code: Option<i64>,
        subcode: i64,
        facts: InviteFacts,
    ) -> Option<Self> {
        let row = rows.iter().find(|row| row.fits(code, subcode, facts))?;
        Some(row.diagnosis)
    }
}

#[cfg(test)]
impl Row {
    /// A code, a subcode and facts that only this row of its table should get.
    pub(super) fn sample(&self) -> (Option<i64>, i64, InviteFacts) {
        let code = match self.code {
            Code::Any => None,
            Code::Is(code) => Some(code),
            Code::Normal => Some(200),
        };
        let mut facts = InviteFacts::default();
        match self.condition {
            Some(Fact::Phone) => facts.has_phone = true,
            Some(Fact::OtherTenant) => facts.has_other_tenant = true,
            Some(Fact::ReplacedCall) => facts.replaces_call = true,
            Some(Fact::CustomRoot) => facts.has_custom_root = true,
            None => {}
        }
        (code, self.last, facts)
    }

    /// Checks that each row of a table is reached, and that its advice is a clause.
    pub(super) fn check(rows: &[Self]) {
        for row in rows {
            let (code, subcode, facts) = row.sample();
            let found = Diagnosis::find(rows, code, subcode, facts);
            assert_eq!(found, Some(row.diagnosis), "{row:?}");
            let advice = row.diagnosis.advice;
            assert!(!advice.is_empty() && !advice.ends_with('.'), "{advice}");
        }
    }

    /// Whether a subcode and code may fit both rows, though neither has a condition.
    pub(super) fn overlaps(&self, other: &Self) -> bool {
        let codes = match (self.code, other.code) {
            (Code::Any, _) | (_, Code::Any) | (Code::Normal, Code::Normal) => true,
            (Code::Is(one), Code::Is(two)) => one == two,
            (Code::Is(code), Code::Normal) | (Code::Normal, Code::Is(code)) => {
                matches!(code, 0 | 200)
            }
        };
        let conditions = self.condition.is_none() && other.condition.is_none();
        codes && conditions && self.first <= other.last && other.first <= self.last
    }
}
