//! Who is invited and cancelled next: decisions alone, without requests and clocks.

use crate::hunt::event::HuntResult;
use std::mem;

/// What is known of each invite, and what follows.
pub(super) struct Plan {
    invites: Vec<Planned>,
    /// How many invites of each person may ring or have somebody in the call.
    busy: Vec<usize>,
    at_once: usize,
    /// How many invites ring, or are being cancelled.
    under_way: usize,
    /// The first invite whose turn has not come.
    next: usize,
    joined: Option<usize>,
    is_stopped: bool,
    is_finished: bool,
}

struct Planned {
    /// The people, by number.
    people: Vec<usize>,
    state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Waiting,
    /// Being sent, ringing, or answered but not in the call.
    Ringing,
    Cancelling,
    /// It may ring, and there is nothing more to do.
    Unsettled,
    Joined,
    Over,
}

/// What has happened to an invite, or to the hunt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Input {
    /// Its ring time is over.
    TimeUp(usize),
    /// Somebody is in the call.
    Joined(usize),
    /// It is certain that no phone rings, and that nobody comes.
    Over(usize),
    /// It was cancelled, and may ring all the same.
    Unsettled(usize),
    /// The author has dropped the hunt.
    Stop,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    Invite(usize),
    Skip(usize),
    Cancel(usize),
    Finish,
}

impl Plan {
    /// `people` names the people of each invite by numbers. At least one invite is under way at once.
    pub(super) fn new(people: Vec<Vec<usize>>, at_once: usize) -> Self {
        let count = people.iter().flatten().max().map_or(0, |last| last + 1);
        let planned = |people| Planned {
            people,
            state: State::Waiting,
        };
        Self {
            invites: people.into_iter().map(planned).collect(),
            busy: vec![0; count],
            at_once: at_once.max(1),
            under_way: 0,
            next: 0,
            joined: None,
            is_stopped: false,
            is_finished: false,
        }
    }

    /// The first actions.
    pub(super) fn begin(&mut self) -> Vec<Action> {
        let mut actions = Vec::new();
        self.go_on(&mut actions);
        actions
    }

    /// What follows. Inputs that say nothing new are ignored.
    pub(super) fn take(&mut self, input: Input) -> Vec<Action> {
        let mut actions = Vec::new();
        match input {
            Input::TimeUp(number) => self.cancel(number, &mut actions),
            Input::Joined(number) => {
                let may_join = [State::Ringing, State::Cancelling, State::Unsettled];
                if self
                    .state(number)
                    .is_some_and(|state| may_join.contains(&state))
                {
                    self.set(number, State::Joined);
                    if self.joined.is_none() {
                        self.joined = Some(number);
                        self.cancel_all(&mut actions);
                    }
                }
            }
            Input::Over(number) => {
                let may_end = [State::Ringing, State::Cancelling, State::Unsettled];
                if self
                    .state(number)
                    .is_some_and(|state| may_end.contains(&state))
                {
                    self.set(number, State::Over);
                }
            }
            Input::Unsettled(number) => {
                let is_under_way = self.state(number).is_some_and(State::is_under_way);
                if is_under_way {
                    self.set(number, State::Unsettled);
                }
            }
            Input::Stop => {
                self.is_stopped = true;
                self.cancel_all(&mut actions);
            }
        }
        self.go_on(&mut actions);
        actions
    }

    pub(super) fn result(&self) -> HuntResult {
        let all = |state| {
            let invites = self.invites.iter().enumerate();
            invites.filter_map(move |(number, it)| (it.state == state).then_some(number))
        };
        HuntResult {
            joined: self.joined,
            also_joined: all(State::Joined)
                .filter(|number| Some(*number) != self.joined)
                .collect(),
            unsettled: all(State::Unsettled).collect(),
        }
    }

    fn go_on(&mut self, actions: &mut Vec<Action>) {
        let is_decided = self.joined.is_some() || self.is_stopped;
        while !is_decided && self.under_way < self.at_once {
            let number = self.next;
            let Some(invite) = self.invites.get(number) else {
                break;
            };
            self.next += 1;
            let busy = |person: &usize| self.busy.get(*person).is_some_and(|count| *count > 0);
            if invite.people.iter().any(busy) {
                self.set(number, State::Over);
                actions.push(Action::Skip(number));
            } else {
                self.set(number, State::Ringing);
                actions.push(Action::Invite(number));
            }
        }
        let is_last = is_decided || self.next == self.invites.len();
        if is_last && self.under_way == 0 && !mem::replace(&mut self.is_finished, true) {
            actions.push(Action::Finish);
        } else if !(is_last && self.under_way == 0) {
            debug_assert!(!self.is_finished, "nothing begins after the end");
        }
    }

    fn cancel_all(&mut self, actions: &mut Vec<Action>) {
        for number in 0..self.next {
            self.cancel(number, actions);
        }
    }

    fn cancel(&mut self, number: usize, actions: &mut Vec<Action>) {
        if self.state(number) == Some(State::Ringing) {
            self.set(number, State::Cancelling);
            actions.push(Action::Cancel(number));
        }
    }

    fn state(&self, number: usize) -> Option<State> {
        self.invites.get(number).map(|invite| invite.state)
    }

    fn set(&mut self, number: usize, state: State) {
        let Some(invite) = self.invites.get_mut(number) else {
            return;
        };
        let before = mem::replace(&mut invite.state, state);
        for &person in &invite.people {
            if let Some(busy) = self.busy.get_mut(person) {
                *busy += usize::from(state.is_busy());
                *busy -= usize::from(before.is_busy());
            }
        }
        self.under_way += usize::from(state.is_under_way());
        self.under_way -= usize::from(before.is_under_way());
    }
}

impl State {
    /// Whether it counts among those that are invited at once.
    const fn is_under_way(self) -> bool {
        matches!(self, Self::Ringing | Self::Cancelling)
    }

    /// Whether its people must not be invited once more.
    const fn is_busy(self) -> bool {
        !matches!(self, Self::Waiting | Self::Over)
    }
}

#[cfg(test)]
mod tests;
