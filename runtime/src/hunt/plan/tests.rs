//! The decisions of a hunt, for chosen and for random histories.

use super::{Action, Input, Plan};
use crate::hunt::event::HuntResult;
use Action::{Cancel, Finish, Invite, Skip};
use Input::{Joined, Over, Stop, TimeUp, Unsettled};
use proptest::collection::vec;
use proptest::prelude::*;
use std::collections::BTreeSet;

/// A plan for that many people, each invited once.
fn plan(people: usize, at_once: usize) -> (Plan, Vec<Action>) {
    let mut plan = Plan::new((0..people).map(|person| vec![person]).collect(), at_once);
    let first = plan.begin();
    (plan, first)
}

fn joined(number: usize) -> HuntResult {
    HuntResult {
        joined: Some(number),
        ..HuntResult::default()
    }
}

#[test]
fn one_at_a_time_until_somebody_joins() {
    let (mut plan, first) = plan(4, 1);
    assert_eq!(first, [Invite(0)]);
    assert_eq!(plan.take(Over(0)), [Invite(1)]);
    assert_eq!(plan.take(TimeUp(1)), [Cancel(1)]);
    assert_eq!(plan.take(TimeUp(1)), []);
    assert_eq!(plan.take(Over(1)), [Invite(2)]);
    assert_eq!(plan.take(Joined(2)), [Finish]);
    assert_eq!(plan.result(), joined(2));
}

#[test]
fn first_to_join_wins_and_the_others_are_cancelled() {
    let (mut plan, first) = plan(5, 3);
    assert_eq!(first, [Invite(0), Invite(1), Invite(2)]);
    assert_eq!(plan.take(Over(1)), [Invite(3)]);
    assert_eq!(plan.take(Joined(2)), [Cancel(0), Cancel(3)]);
    assert_eq!(plan.take(Joined(0)), []);
    assert_eq!(plan.take(Over(3)), [Finish]);
    assert_eq!(plan.take(Over(3)), []);
    let expected = HuntResult {
        also_joined: vec![0],
        ..joined(2)
    };
    assert_eq!(plan.result(), expected);
}

#[test]
fn invite_that_may_ring_is_left_and_can_still_win() {
    let (mut plan, _) = plan(3, 1);
    assert_eq!(plan.take(TimeUp(0)), [Cancel(0)]);
    assert_eq!(plan.take(Unsettled(0)), [Invite(1)]);
    assert_eq!(plan.take(Joined(0)), [Cancel(1)]);
    assert_eq!(plan.take(Unsettled(1)), [Finish]);
    let expected = HuntResult {
        unsettled: vec![1],
        ..joined(0)
    };
    assert_eq!(plan.result(), expected);
}

#[test]
fn person_who_joins_while_they_are_cancelled_wins() {
    let (mut plan, _) = plan(2, 1);
    assert_eq!(plan.take(TimeUp(0)), [Cancel(0)]);
    assert_eq!(plan.take(Joined(0)), [Finish]);
    assert_eq!(plan.take(Unsettled(0)), []);
    assert_eq!(plan.result(), joined(0));
}

#[test]
fn person_whose_phone_may_ring_is_not_invited_again() {
    let mut plan = Plan::new(vec![vec![0], vec![1, 0], vec![0], vec![0]], 1);
    assert_eq!(plan.begin(), [Invite(0)]);
    plan.take(TimeUp(0));
    assert_eq!(plan.take(Unsettled(0)), [Skip(1), Skip(2), Skip(3), Finish]);

    let mut plan = Plan::new(vec![vec![0], vec![0]], 1);
    plan.begin();
    assert_eq!(plan.take(Over(0)), [Invite(1)]);

    let mut plan = Plan::new(vec![vec![0], vec![0]], 2);
    assert_eq!(plan.begin(), [Invite(0), Skip(1)]);
}

#[test]
fn stopped_hunt_cancels_and_invites_nobody_else() {
    let (mut plan, _) = plan(3, 2);
    assert_eq!(plan.take(Stop), [Cancel(0), Cancel(1)]);
    assert_eq!(plan.take(Over(0)), []);
    assert_eq!(plan.take(Unsettled(1)), [Finish]);
    assert_eq!(plan.take(Stop), []);
}

#[test]
fn hunt_without_invites_ends_at_once() {
    let (mut plan, first) = plan(0, 0);
    assert_eq!(first, [Finish]);
    assert_eq!(plan.take(Joined(7)), []);
    assert_eq!(plan.result(), HuntResult::default());
}

/// What has been done so far, by the actions alone.
#[derive(Default)]
struct Seen {
    invited: BTreeSet<usize>,
    cancelled: BTreeSet<usize>,
    settled: BTreeSet<usize>,
    over: BTreeSet<usize>,
    joined: Vec<usize>,
    is_decided: bool,
    is_finished: bool,
}

impl Seen {
    fn under_way(&self) -> BTreeSet<usize> {
        self.invited.difference(&self.settled).copied().collect()
    }

    fn act(&mut self, actions: &[Action], people: &[Vec<usize>], at_once: usize) {
        for action in actions {
            assert!(!self.is_finished, "{action:?} after the end");
            match *action {
                Invite(number) => {
                    assert!(!self.is_decided, "{number} is invited after the decision");
                    let busy = self.invited.difference(&self.over);
                    for other in busy.copied().collect::<Vec<_>>() {
                        let shared = people[other].iter().any(|who| people[number].contains(who));
                        assert!(!shared, "{number} rings the people of {other} again");
                    }
                    assert!(self.invited.insert(number), "{number} is invited twice");
                    assert!(self.under_way().len() <= at_once.max(1));
                }
                Skip(number) => assert!(!self.invited.contains(&number)),
                Cancel(number) => {
                    assert!(self.under_way().contains(&number), "{number} does not ring");
                    assert!(self.cancelled.insert(number), "{number} is cancelled twice");
                }
                Finish => {
                    assert_eq!(
                        self.under_way(),
                        BTreeSet::new(),
                        "it ends while these ring"
                    );
                    self.is_finished = true;
                }
            }
        }
        if self.is_decided {
            let ringing = self.under_way();
            let forgotten: Vec<_> = ringing.difference(&self.cancelled).collect();
            assert!(forgotten.is_empty(), "{forgotten:?} ring on");
        }
    }

    /// Notes an input that may come now.
    fn note(&mut self, input: Input) {
        match input {
            Joined(number) if !self.over.contains(&number) && !self.joined.contains(&number) => {
                self.settled.insert(number);
                self.joined.push(number);
                self.is_decided = true;
            }
            Over(number) if !self.joined.contains(&number) => {
                self.settled.insert(number);
                self.over.insert(number);
            }
            Unsettled(number) => {
                self.settled.insert(number);
            }
            Stop => self.is_decided = true,
            _ => {}
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn every_history_keeps_the_rules_and_ends(
        people in vec(vec(0_usize..6, 1..3), 0..9),
        at_once in 0_usize..5,
        choices in vec((0_usize..6, any::<proptest::sample::Index>()), 0..40),
    ) {
        let mut plan = Plan::new(people.clone(), at_once);
        let mut seen = Seen::default();
        seen.act(&plan.begin(), &people, at_once);
        let end = (0..people.len()).map(|_| (3, None));
        let random = choices.into_iter().map(|(kind, index)| (kind, Some(index)));
        for (kind, index) in random.chain(end.cycle().take(99)) {
            if seen.is_finished {
                break;
            }
            let invited: Vec<_> = match index {
                Some(_) => seen.invited.iter().copied().collect(),
                // At the end, all that ring are over.
                None => seen.under_way().into_iter().collect(),
            };
            let number = match index {
                Some(index) if !invited.is_empty() => *index.get(&invited),
                _ => invited.first().copied().unwrap_or_default(),
            };
            let input = match kind {
                0 => TimeUp(number),
                1 => Joined(number),
                2 if !seen.cancelled.contains(&number) => TimeUp(number),
                2 => Unsettled(number),
                5 => Stop,
                _ => Over(number),
            };
            let is_possible = seen.invited.contains(&number) || input == Stop;
            if is_possible {
                seen.note(input);
                seen.act(&plan.take(input), &people, at_once);
            }
        }
        prop_assert!(seen.is_finished);
        let result = plan.result();
        prop_assert_eq!(result.joined, seen.joined.first().copied());
        let also: BTreeSet<_> = result.also_joined.iter().copied().collect();
        prop_assert_eq!(also, seen.joined.iter().skip(1).copied().collect::<BTreeSet<_>>());
        for number in result.unsettled {
            prop_assert!(seen.invited.contains(&number) && !seen.over.contains(&number));
        }
    }
}
