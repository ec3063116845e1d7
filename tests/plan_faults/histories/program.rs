//! The same histories through the program: `import`, `mark`, `update` and `list --mine`.

use super::files::{World, number_of};
use super::follow::{AgendaKnown, Follower};
use super::programme::Programme;
use super::random::Random;
use super::{MARKS, Published, VERSIONS};
use crate::home::{Home, text_of};
use crate::{Fault, Loss, Outcome};

pub(crate) const FAULTS: &[Fault] =
    &[Fault { name: "histories: through update and list --mine", run: replay_all }];

const WORLDS: [World; 6] = [
    World::GuidToml,
    World::GuidXml,
    World::GuidCalendar,
    World::Position,
    World::Slot,
    World::NoIds,
];

fn replay_all() -> Outcome {
    crate::home::try_all(&WORLDS, |world| replay(*world))
}

/// Checks that the program has its marks where the library puts them.
fn replay(world: World) -> Result<(), Loss> {
    let home = Home::new(1);
    let file = home.path().join("published");
    let path = file.to_str().unwrap();
    let mut programme = Programme::new(7 + world as u64, 120);
    let mut old = Published::new(world, programme.publish());
    std::fs::write(&file, world.write(&old.version)).unwrap();
    run(&home, &["import", path, "--name", "event"])?;
    let marked = Random::new(7).sample(old.agenda.sessions.len(), MARKS);
    let ids = marked.iter().map(|ix| old.agenda.sessions[*ix].id.as_str());
    run(&home, &["-a", "event", "mark"].into_iter().chain(ids).collect::<Vec<_>>())?;
    let mut follower = AgendaKnown::new(&old.agenda, &marked);
    for version in 1..=VERSIONS {
        programme.change();
        let new = Published::new(world, programme.publish());
        std::fs::write(&file, world.write(&new.version)).unwrap();
        match run(&home, &["update", "event"]) {
            // A feed without half of the sessions is not taken over.
            Err(refusal) if refusal.contains("sessions are not in it") => continue,
            updated => updated?,
        };
        let answers = follower.follow(&old.agenda, &new.agenda);
        let found = answers.iter().flatten().filter_map(|answer| answer.session);
        let mut expected: Vec<usize> = found.map(|ix| new.numbers[ix]).collect();
        let json = run(&home, &["-a", "event", "list", "--mine", "--json"])?;
        let json: serde_json::Value = serde_json::from_str(&json).unwrap();
        let sessions = json["sessions"].as_array().unwrap();
        let urls = sessions.iter().map(|session| session["url"].as_str().unwrap());
        let mut starred: Vec<usize> = urls.map(number_of).collect();
        expected.sort_unstable();
        starred.sort_unstable();
        if starred != expected {
            return Err(format!("{world:?}, version {version}: {starred:?}, not {expected:?}"));
        }
        old = new;
    }
    Ok(())
}

fn run(home: &Home, args: &[&str]) -> Result<String, Loss> {
    let output = home.command_under(&[]).args(args).output().unwrap();
    match output.status.code() {
        Some(0) => Ok(text_of(&output.stdout)),
        _ => Err(format!("{args:?}: {}", text_of(&output.stderr))),
    }
}
