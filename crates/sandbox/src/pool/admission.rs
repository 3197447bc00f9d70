//! Who may use a child: fair between parties.
//!
//! Whoever has fewest is next, as far as there is room for it ([`Capacity`]): a party whose jobs all take the
//! whole time limit cannot make others wait for it.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use domain::Capacity;
use tokio::sync::{Notify, oneshot};

use crate::Party;

/// How many are let in. Cloning gives another handle to the same.
#[derive(Debug, Clone)]
pub(super) struct Admission {
    gate: Arc<Gate>,
}

#[derive(Debug)]
struct Gate {
    capacity: Capacity,
    state: Mutex<State>,
    /// Told when nobody is in any more.
    empty: Notify,
}

#[derive(Debug, Default)]
struct State {
    /// Only parties that have some.
    held: HashMap<Party, u32>,
    total: u32,
    /// In the order of their coming.
    waiting: VecDeque<Waiter>,
    closed: bool,
}

#[derive(Debug)]
struct Waiter {
    party: Party,
    grant: oneshot::Sender<Permit>,
}

/// The right to use one child, until it is dropped.
#[derive(Debug)]
pub(crate) struct Permit {
    gate: Arc<Gate>,
    party: Party,
}

impl Admission {
    /// Lets in so many at once.
    pub(super) fn new(capacity: Capacity) -> Self {
        Self {
            gate: Arc::new(Gate {
                capacity,
                state: Mutex::default(),
                empty: Notify::new(),
            }),
        }
    }

    /// Waits for its turn; `None` once it is closed.
    pub(super) async fn admit(&self, party: &Party) -> Option<Permit> {
        let (grant, granted) = oneshot::channel();
        {
            let mut state = self.gate.lock();
            if state.closed {
                return None;
            }
            let party = party.clone();
            state.waiting.push_back(Waiter { party, grant });
        }
        Gate::let_in(&self.gate);
        granted.await.ok()
    }

    /// Whether nobody is in.
    pub(super) fn is_empty(&self) -> bool {
        self.gate.lock().total == 0
    }

    /// Whether jobs of several parties are in.
    pub(super) fn is_contended(&self) -> bool {
        self.gate.lock().held.len() > 1
    }

    /// Lets nobody in any more, and waits until those who are in have left.
    pub(super) async fn close(&self) {
        let mut emptied = std::pin::pin!(self.gate.empty.notified());
        {
            let mut state = self.gate.lock();
            state.closed = true;
            state.waiting.clear();
        }
        loop {
            emptied.as_mut().enable();
            if self.is_empty() {
                return;
            }
            emptied.as_mut().await;
            emptied.set(self.gate.empty.notified());
        }
    }
}

impl Gate {
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn let_in(gate: &Arc<Self>) {
        loop {
            let Some(waiter) = gate.lock().next(gate.capacity) else {
                return;
            };
            let permit = Permit {
                gate: Arc::clone(gate),
                party: waiter.party,
            };
            // Should nobody wait for it any more, it is given back at once, by being dropped.
            let _ = waiter.grant.send(permit);
        }
    }
}

impl Permit {
    /// Whose it is.
    pub(super) fn party(&self) -> &Party {
        &self.party
    }
}

impl State {
    fn held(&self, party: &Party) -> u32 {
        self.held.get(party).copied().unwrap_or(0)
    }

    /// Takes out who is next and counts it as being in.
    fn next(&mut self, capacity: Capacity) -> Option<Waiter> {
        self.waiting.retain(|waiter| !waiter.grant.is_closed());
        let (at, held) = self
            .waiting
            .iter()
            .map(|waiter| self.held(&waiter.party))
            .enumerate()
            .min_by_key(|(_, held)| *held)?;
        let parties = u32::try_from(self.held.len()).unwrap_or(u32::MAX);
        if self.total >= capacity.most(held, parties) {
            return None;
        }
        let waiter = self.waiting.remove(at)?;
        self.total += 1;
        *self.held.entry(waiter.party.clone()).or_default() += 1;
        Some(waiter)
    }
}

impl Drop for Permit {
    fn drop(&mut self) {
        {
            let mut state = self.gate.lock();
            state.total -= 1;
            let held = state.held(&self.party) - 1;
            if held == 0 {
                state.held.remove(&self.party);
            } else {
                state.held.insert(self.party.clone(), held);
            }
            if state.total == 0 {
                self.gate.empty.notify_waiters();
            }
        }
        Gate::let_in(&self.gate);
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;

    use super::*;

    fn parties() -> [Party; 3] {
        ["a", "b", "c"].map(Party::new)
    }

    /// Whether it is let in without anybody leaving.
    async fn now(admission: &Admission, party: &Party) -> Option<Permit> {
        tokio::select! {
            biased;
            permit = admission.admit(party) => permit,
            () = std::future::ready(()) => None,
        }
    }

    #[tokio::test]
    async fn one_party_alone_has_all_of_the_usual_number_and_no_more() {
        let (admission, [a, ..]) = (Admission::new(Capacity::of(2)), parties());
        let one = now(&admission, &a).await.unwrap();
        let two = now(&admission, &a).await.unwrap();
        assert!(now(&admission, &a).await.is_none());
        drop(one);
        assert!(now(&admission, &a).await.is_some());
        drop(two);
        assert!(admission.is_empty());
    }

    #[tokio::test]
    async fn who_has_none_does_not_wait_for_others() {
        let (admission, [a, b, c]) = (Admission::new(Capacity::of(1)), parties());
        let hog = now(&admission, &a).await.unwrap();
        let other = now(&admission, &b).await.unwrap();
        assert!(now(&admission, &b).await.is_none(), "it has one");
        let third = now(&admission, &c).await.unwrap();
        drop((hog, other, third));
        assert!(now(&admission, &a).await.is_some());
    }

    #[tokio::test]
    async fn who_has_less_than_others_does_not_wait_for_them() {
        let (admission, [a, b, _]) = (Admission::new(Capacity::of(2)), parties());
        let hog = [now(&admission, &a).await, now(&admission, &a).await];
        assert!(hog.iter().all(Option::is_some));
        let other = [now(&admission, &b).await, now(&admission, &b).await];
        assert!(other.iter().all(Option::is_some));
        assert!(now(&admission, &a).await.is_none());
        assert!(now(&admission, &b).await.is_none());
    }

    #[tokio::test]
    async fn whoever_has_fewest_is_next_and_of_equals_who_came_first() {
        let (admission, [a, b, c]) = (Admission::new(Capacity::of(1)), parties());
        let a_first = now(&admission, &a).await.unwrap();
        let b_first = now(&admission, &b).await.unwrap();
        let c_first = now(&admission, &c).await.unwrap();
        let mut a_waits = pin!(admission.admit(&a));
        let (mut b_waits, mut b_waits_too) = (pin!(admission.admit(&b)), pin!(admission.admit(&b)));
        assert!(ready(a_waits.as_mut()).await.is_none());
        assert!(ready(b_waits.as_mut()).await.is_none());
        assert!(ready(b_waits_too.as_mut()).await.is_none());
        drop(c_first);
        let still = ready(a_waits.as_mut()).await;
        assert!(
            still.is_none(),
            "more than the usual number is in, and it has one"
        );
        drop(b_first);
        let b_second = ready(b_waits.as_mut()).await;
        assert!(b_second.is_some(), "it came later, and has none");
        assert!(ready(b_waits_too.as_mut()).await.is_none());
        assert!(ready(a_waits.as_mut()).await.is_none());
        drop((a_first, b_second));
        assert!(ready(a_waits.as_mut()).await.is_some());
    }

    #[tokio::test]
    async fn who_does_not_wait_any_more_is_passed_over() {
        let (admission, [a, ..]) = (Admission::new(Capacity::of(1)), parties());
        let held = now(&admission, &a).await.unwrap();
        assert!(now(&admission, &a).await.is_none());
        let mut patient = pin!(admission.admit(&a));
        assert!(ready(patient.as_mut()).await.is_none());
        drop(held);
        assert!(ready(patient.as_mut()).await.is_some());
    }

    #[tokio::test]
    async fn closing_turns_those_away_who_wait_and_waits_for_those_who_are_in() {
        let (admission, [a, b, _]) = (Admission::new(Capacity::of(1)), parties());
        let held = now(&admission, &a).await.unwrap();
        let mut waiting = pin!(admission.admit(&a));
        assert!(ready(waiting.as_mut()).await.is_none());
        let mut closing = pin!(admission.close());
        assert!(ready(closing.as_mut()).await.is_none());
        assert!(waiting.await.is_none());
        assert!(admission.admit(&b).await.is_none());
        drop(held);
        closing.await;
    }

    /// What it came to, if it is over.
    async fn ready<F: Future>(mut future: std::pin::Pin<&mut F>) -> Option<F::Output> {
        tokio::select! {
            biased;
            output = future.as_mut() => Some(output),
            () = std::future::ready(()) => None,
        }
    }
}
