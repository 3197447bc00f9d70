//! Lists in order.

use std::cmp::Ordering;

/// The items in the order of `compare`; what is alike stays as it was.
///
/// It sorts places, not items, because a sort is compiled once for every type of item.
pub fn sorted<T>(items: Vec<T>, compare: impl Fn(&T, &T) -> Ordering) -> Vec<T> {
    let places = order(items.len(), &|one, other| {
        compare(&items[one], &items[other])
    });
    let mut items: Vec<Option<T>> = items.into_iter().map(Some).collect();
    places
        .into_iter()
        .filter_map(|place| items[place].take())
        .collect()
}

fn order(length: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut places: Vec<usize> = (0..length).collect();
    places.sort_by(|&one, &other| compare(one, other));
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_sorted_and_those_alike_keep_their_order() {
        let items = vec![(2, 'a'), (1, 'b'), (2, 'c'), (0, 'd'), (1, 'e')];
        let sorted = sorted(items, |one, other| one.0.cmp(&other.0));
        let letters: String = sorted.iter().map(|one| one.1).collect();
        assert_eq!(letters, "dbeac");
    }

    #[test]
    fn nothing_sorted_is_nothing() {
        assert!(sorted(Vec::<u8>::new(), Ord::cmp).is_empty());
    }
}
