//! The graph of imports between the files of the crate, from the paths that stand in their code.
//!
//! An edge leads from a file to the file that defines the item: `use` declarations and re-exports
//! are followed. `mod child;` is no edge, nor is a re-export that its own file does not use. Calls
//! of methods have no path and are not seen.

use super::source::{SourceFile, Token, tokenize};
use std::collections::{BTreeMap, BTreeSet};

/// A name that a `use` declaration brings into a file.
struct Import {
    /// The name in the file; `*` brings in every name of the module.
    name: String,
    path: Vec<String>,
    is_reexport: bool,
}

/// The names and paths in the code of a file.
#[derive(Default)]
struct Module {
    items: BTreeSet<String>,
    imports: Vec<Import>,
    /// Paths of two segments or more outside `use` declarations.
    paths: Vec<Vec<String>>,
    /// Names outside `use` declarations that may stand for an item.
    names: BTreeSet<String>,
}

/// A place that a path leads to.
enum Target {
    Module(String),
    /// An item that this file defines.
    Item(String),
}

/// The files of the crate by name. The root has the name of no file: the empty one.
pub(crate) struct Crate {
    modules: BTreeMap<String, Module>,
}

/// For each file, the files that it uses and the path that does so.
pub(crate) type Edges = BTreeMap<String, BTreeMap<String, String>>;

/// Imports longer than this chain of re-exports are not followed: they would name themselves.
const LONGEST_CHAIN: usize = 16;

impl Crate {
    /// Reads the files of the crate, without its tests.
    pub(crate) fn parse(files: &[SourceFile]) -> Crate {
        let is_code = |file: &&SourceFile| !file.is_test() && file.name != "main";
        let name = |file: &SourceFile| match file.name.as_str() {
            "lib" => String::new(),
            name => name.to_owned(),
        };
        let modules = files.iter().filter(is_code);
        Crate { modules: modules.map(|file| (name(file), Module::parse(file))).collect() }
    }

    /// Returns the files whose items each file uses, with one path in the code that does so.
    pub(crate) fn edges(&self) -> Edges {
        let edges = |(name, module): (&String, &Module)| {
            let paths = module
                .paths
                .iter()
                .filter_map(|path| Some((self.defining_file(name, path)?, path.join("::"))));
            let imports = module.imports.iter().flat_map(|import| {
                let path = format!("use {}", import.path.join("::"));
                self.imported(name, import).into_iter().map(move |file| (file, path.clone()))
            });
            let mut used: BTreeMap<String, String> = paths.chain(imports).collect();
            used.remove(name);
            (name.clone(), used)
        };
        self.modules.iter().map(edges).collect()
    }

    /// Returns the files that define the item of an import, or the used items of a glob import.
    fn imported(&self, file: &str, import: &Import) -> Vec<String> {
        let names = &self.modules[file].names;
        if import.name != "*" {
            let is_used = !import.is_reexport || names.contains(&import.name);
            return self
                .defining_file(file, &import.path)
                .filter(|_| is_used)
                .into_iter()
                .collect();
        }
        match self.resolve(file, &import.path, 0) {
            Some(Target::Item(home)) => vec![home],
            Some(Target::Module(module)) => {
                let used = names.iter().filter_map(|name| self.look_up(&module, name, 0));
                used.filter_map(Target::into_item).collect()
            }
            None => Vec::new(),
        }
    }

    fn defining_file(&self, file: &str, path: &[String]) -> Option<String> {
        self.resolve(file, path, 0)?.into_item()
    }

    /// Follows a path that stands in `file`.
    fn resolve(&self, file: &str, path: &[String], chain: usize) -> Option<Target> {
        let (first, rest) = path.split_first()?;
        let mut target = match first.as_str() {
            "crate" => Target::Module(String::new()),
            "self" => Target::Module(file.to_owned()),
            "super" => Target::Module(parent_of(file)),
            name => self.look_up(file, name, chain)?,
        };
        for segment in rest {
            let Target::Module(module) = target else { break };
            target = match segment.as_str() {
                "self" => Target::Module(module),
                "super" => Target::Module(parent_of(&module)),
                name => match self.look_up(&module, name, chain) {
                    Some(target) => target,
                    // A macro may have defined the item.
                    None => Target::Item(module),
                },
            };
        }
        Some(target)
    }

    /// Finds a name in the scope of a file.
    fn look_up(&self, file: &str, name: &str, chain: usize) -> Option<Target> {
        let module = self.modules.get(file)?;
        let child = if file.is_empty() { name.to_owned() } else { format!("{file}/{name}") };
        if self.modules.contains_key(&child) {
            return Some(Target::Module(child));
        }
        if module.items.contains(name) {
            return Some(Target::Item(file.to_owned()));
        }
        if chain > LONGEST_CHAIN {
            return None;
        }
        // `use self::name` and `use name::…` do not define `name`.
        let named = |import: &&Import| import.name == name && import.path[0] != name;
        if let Some(import) = module.imports.iter().find(named) {
            return self.resolve(file, &import.path, chain + 1);
        }
        let globs = module.imports.iter().filter(|import| import.name == "*");
        globs
            .filter_map(|import| match self.resolve(file, &import.path, chain + 1)? {
                Target::Module(from) if from != file => self.look_up(&from, name, chain + 1),
                _ => None,
            })
            .next()
    }
}

impl Target {
    fn into_item(self) -> Option<String> {
        match self {
            Target::Item(file) => Some(file),
            Target::Module(_) => None,
        }
    }
}

fn parent_of(file: &str) -> String {
    file.rsplit_once('/').map(|(parent, _)| parent).unwrap_or_default().to_owned()
}

impl Module {
    fn parse(file: &SourceFile) -> Module {
        let tokens = file.code_tokens();
        let mut module = Module::default();
        let (mut at, mut depth) = (0, 0_usize);
        while at < tokens.len() {
            let is_use =
                tokens[at].is("use") && tokens.get(at + 1).is_some_and(|next| !next.is("<"));
            if is_use {
                let end = (at..tokens.len()).find(|at| tokens[*at].is(";")).unwrap_or(tokens.len());
                let is_reexport = at > 0 && (tokens[at - 1].is("pub") || tokens[at - 1].is(")"));
                module.read_use(&tokens[at + 1..end], &[], is_reexport);
                at = end;
                continue;
            }
            match tokens[at].text.as_str() {
                "{" => depth += 1,
                "}" => depth = depth.saturating_sub(1),
                _ => {}
            }
            at += module.read_code(&tokens, at, depth);
        }
        module
    }

    /// Reads a name, a path or the head of an item, and returns the number of tokens read.
    fn read_code(&mut self, tokens: &[Token], at: usize, depth: usize) -> usize {
        const ITEMS: [&str; 8] =
            ["fn", "struct", "enum", "union", "trait", "type", "const", "static"];
        let text = |at: usize| tokens.get(at).map_or("", |token| token.text.as_str());
        if !tokens[at].is_identifier() {
            return 1;
        }
        if depth == 0 && ITEMS.contains(&text(at)) && tokens[at + 1].is_identifier() {
            self.items.insert(text(at + 1).to_owned());
        }
        let mut path = vec![text(at).to_owned()];
        let mut end = at + 1;
        while text(end) == "::" && tokens.get(end + 1).is_some_and(Token::is_identifier) {
            path.push(text(end + 1).to_owned());
            end += 2;
        }
        let before = text(at.wrapping_sub(1));
        let is_method = before == "." && text(at.wrapping_sub(2)) != ".";
        let is_definition = matches!(before, "fn" | "mod") || text(end) == ":";
        if path.len() > 1 {
            self.names.insert(path[0].clone());
            self.paths.push(path);
        } else if !is_method && !is_definition {
            self.names.extend(path);
        }
        end - at
    }

    /// Reads the tree of a `use` declaration below `prefix`.
    fn read_use(&mut self, tree: &[Token], prefix: &[String], is_reexport: bool) {
        let mut path = prefix.to_vec();
        let mut alias = None;
        for (at, token) in tree.iter().enumerate() {
            match token.text.as_str() {
                "{" => {
                    for part in split_group(&tree[at + 1..]) {
                        self.read_use(part, &path, is_reexport);
                    }
                    return;
                }
                "as" => {
                    alias = tree.get(at + 1).map(|token| token.text.clone());
                    break;
                }
                "::" => {}
                segment => path.push(segment.to_owned()),
            }
        }
        if path.last().is_some_and(|last| last == "self") {
            path.pop();
        }
        let Some(last) = path.last().cloned() else { return };
        if last == "*" {
            path.pop();
        }
        self.imports.push(Import { name: alias.unwrap_or(last), path, is_reexport });
    }
}

/// Splits the tokens after `{` at the commas of this group.
fn split_group(tokens: &[Token]) -> Vec<&[Token]> {
    let (mut parts, mut start, mut depth) = (Vec::new(), 0, 0);
    for (at, token) in tokens.iter().enumerate() {
        match token.text.as_str() {
            "{" => depth += 1,
            "}" if depth == 0 => {
                parts.push(&tokens[start..at]);
                break;
            }
            "}" => depth -= 1,
            "," if depth == 0 => {
                parts.push(&tokens[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// Returns every edge of a crate of small files, as `a -> b`.
fn edges_of(files: &[(&str, &str)]) -> Vec<String> {
    let file = |(name, text): &(&str, &str)| SourceFile {
        name: (*name).to_owned(),
        text: (*text).to_owned(),
    };
    let files: Vec<SourceFile> = files.iter().map(file).collect();
    let edges = Crate::parse(&files).edges();
    let pair = |from: &String, to: &String| format!("{from} -> {to}");
    edges.iter().flat_map(|(from, to)| to.keys().map(move |to| pair(from, to))).collect()
}

#[test]
fn use_leads_to_the_file_that_defines_the_item() {
    let library = ("lib", "mod a; mod b;");
    let parent = ("a", "mod c; pub use c::{Thing, Other}; pub fn f() {}");
    let child = ("a/c", "pub struct Thing; pub enum Other {}");
    for (text, edges) in [
        ("use crate::a::Thing;", &["b -> a/c"][..]),
        ("use crate::a::{self, c::Other};", &["b -> a/c"]),
        ("use crate::a; fn g() { a::f(); }", &["b -> a"]),
        ("use crate::a;", &[]),
        ("fn g() { crate::a::c::Thing }", &["b -> a/c"]),
        ("use super::a::*; fn g() -> Other { f() }", &["b -> a", "b -> a/c"]),
        ("// crate::a::f()\nconst X: &str = \"crate::a::f\";", &[]),
        ("#[cfg(test)] mod tests { use crate::a::f; }", &[]),
        ("pub use crate::a::f;", &[]),
        ("pub use crate::a::f as h; fn g() { h() }", &["b -> a"]),
    ] {
        assert_eq!(edges_of(&[library, parent, child, ("b", text)]), edges, "{text}");
    }
}

#[test]
fn child_with_super_item_and_parent_with_call_are_two_edges() {
    let child = ("a/c", "use super::Shape; pub fn draw(s: &Shape) {}");
    let calls = ("a", "mod c; pub struct Shape; fn g() { c::draw(&Shape) }");
    let only_declares = ("a", "mod c; pub struct Shape; pub use c::draw;");
    assert_eq!(edges_of(&[calls, child]), ["a -> a/c", "a/c -> a"]);
    assert_eq!(edges_of(&[only_declares, child]), ["a/c -> a"]);
}

#[test]
fn split_group_keeps_nested_groups_whole() {
    let tokens = tokenize("a, b::{c, d}, e}; f");
    let parts: Vec<usize> = split_group(&tokens).into_iter().map(<[Token]>::len).collect();
    assert_eq!(parts, [1, 7, 1]);
}
