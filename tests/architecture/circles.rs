//! Refuses circles of imports between files.

use super::graph::{Crate, Edges};
use super::source::read_sources;
use std::collections::{BTreeMap, BTreeSet, VecDeque};

const HELP: &str = "These files import each other in a circle. Move the types and functions that \
     both sides need into a file below both, or pass the value as an argument. A child that uses \
     `super::Type` needs a parent that does not call the child: move `Type` into its own file.";

/// Returns the shortest circle through each edge, once, with the first file in the alphabet first.
fn find_circles(edges: &Edges) -> BTreeSet<Vec<&str>> {
    let mut circles = BTreeSet::new();
    for (from, targets) in edges {
        for to in targets.keys() {
            if let Some(mut circle) = shortest_way(edges, to, from) {
                let first = (0..circle.len()).min_by_key(|at| circle[*at]).unwrap_or(0);
                circle.rotate_left(first);
                circles.insert(circle);
            }
        }
    }
    circles
}

/// Returns a circle as `a -> b -> a`.
fn circle_name(circle: &[&str]) -> String {
    format!("{} -> {}", circle.join(" -> "), circle[0])
}

/// Describes a circle with one path of the code for each edge.
fn describe_circle(edges: &Edges, circle: &[&str]) -> String {
    let next = circle.iter().cycle().skip(1);
    let edge = |(from, to): (&&str, &&str)| format!("\n    {from}: {}", edges[*from][*to]);
    format!("{}{}\n", circle_name(circle), circle.iter().zip(next).map(edge).collect::<String>())
}

/// Returns the files of the shortest way between two files, with both.
fn shortest_way<'a>(edges: &'a Edges, from: &'a str, to: &str) -> Option<Vec<&'a str>> {
    let mut ways = VecDeque::from([vec![from]]);
    let mut visited = BTreeSet::from([from]);
    while let Some(way) = ways.pop_front() {
        let last = way.last()?;
        if *last == to {
            return Some(way);
        }
        for next in edges.get(*last).into_iter().flat_map(BTreeMap::keys) {
            if visited.insert(next) {
                ways.push_back(way.iter().copied().chain([next.as_str()]).collect());
            }
        }
    }
    None
}

#[test]
fn files_import_without_circles() {
    let edges = Crate::parse(&read_sources("src")).edges();
    let count: usize = edges.values().map(|used| used.len()).sum();
    assert!(count > edges.len(), "only {count} imports are found in the sources");
    let circles = find_circles(&edges);
    let refused: Vec<String> =
        circles.iter().map(|circle| describe_circle(&edges, circle)).collect();
    assert!(refused.is_empty(), "{HELP}\n{}", refused.join(""));
}

#[test]
fn find_circles_names_each_circle_once() {
    for (pairs, expected) in [
        (&["ab", "ac", "bc"][..], &[][..]),
        (&["bc", "ca", "ab", "dc"], &["a -> b -> c -> a"]),
        (&["ab", "ba", "bc", "cb"], &["a -> b -> a", "b -> c -> b"]),
    ] {
        let mut edges = Edges::new();
        for pair in pairs {
            let (from, to) = pair.split_at(1);
            edges.entry(from.to_owned()).or_default().insert(to.to_owned(), String::new());
        }
        let circles: Vec<String> =
            find_circles(&edges).iter().map(|circle| circle_name(circle)).collect();
        assert_eq!(circles, expected);
    }
}
