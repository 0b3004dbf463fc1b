//! How deep templates may go, and how much they may inherit, asked before the engine reads them: it calls itself once
//! for each level and knows no limit of its own for those below, so that a deep theme would take the program's stack.
//! `link` calls this.
//!
//! The engine limits tags within tags (40), expressions (40 levels, 256 parts) and components within components (20).
//! The numbers here are chosen so that the deepest theme that is let in needs less than three quarters of a thread's
//! 2 MiB; tests hold that, in a build that optimises nothing but the engine.

use std::collections::BTreeMap;

use super::tags::{Tag, tags};

/// Branches `elif` that are open at one place.
const MAX_BRANCHES: usize = 40;
/// Templates of which each extends the next.
const MAX_PARENTS: usize = 8;
/// Templates and blocks of a page, one within another.
const MAX_DEPTH: usize = 12;

/// Blocks that all templates together inherit: the engine copies each for each heir, so that large families of large
/// parents would take minutes. The embedded theme has some hundred.
const MAX_INHERITED: usize = 20_000;

/// A template that goes too deep: where, and what is wrong.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct TooDeep<'t> {
    pub(super) template: &'t str,
    pub(super) at: usize,
    pub(super) message: String,
    pub(super) help: &'static str,
}

/// The first of some templates that goes too deep, on its own or with others.
pub(super) fn too_deep<'t>(templates: impl Iterator<Item = (&'t str, &'t str)>) -> Option<TooDeep<'t>> {
    let tags: BTreeMap<&str, Vec<Tag<'_>>> = templates.map(|(name, text)| (name, tags(text))).collect();
    let alone = tags.iter().find_map(|(name, tags)| branches(name, tags));
    alone.or_else(|| {
        let theme = Outlines(tags.iter().map(|(name, tags)| (*name, Outline::of(tags))).collect());
        // Blocks are counted first: to judge a template is to look at all that it inherits.
        theme.inherited().or_else(|| theme.0.keys().find_map(|name| theme.judge(name)))
    })
}

/// Counts branches. An `endif` in the wrong place is where the engine stops reading.
fn branches<'t>(template: &'t str, tags: &[Tag<'t>]) -> Option<TooDeep<'t>> {
    let mut open = Vec::new();
    let mut branches = 0;
    for tag in tags {
        match tag.word {
            "if" => open.push(branches),
            "elif" => branches += 1,
            "endif" => branches = open.pop().unwrap_or(branches),
            _ => {}
        }
        if branches > MAX_BRANCHES {
            let message = format!("more than {MAX_BRANCHES} branches `elif` stand within one another");
            let help = "look the answer up in a map, or split the branches among several `if`";
            return Some(TooDeep { template, at: tag.at, message, help });
        }
    }
    None
}

/// What matters here of a template's tags.
#[derive(Default)]
struct Outline {
    extends: Option<Step>,
    /// What stands outside blocks.
    top: Vec<Step>,
    blocks: BTreeMap<String, Vec<Step>>,
    components: Vec<Step>,
}

/// One level down: a block, or a template that is included or extended.
#[derive(Clone)]
struct Step {
    at: usize,
    to: To,
}

#[derive(Clone)]
enum To {
    Block(String),
    Template(String),
}

impl Outline {
    fn of(tags: &[Tag<'_>]) -> Self {
        let mut outline = Self::default();
        let (mut blocks, mut component): (Vec<&str>, bool) = (Vec::new(), false);
        for tag in tags {
            let template =
                tag.template().map(|name| Step { at: tag.at, to: To::Template(name.into_owned()) });
            let step = match tag.word {
                "extends" => {
                    outline.extends = outline.extends.or(template);
                    None
                }
                "block" => Some(Step { at: tag.at, to: To::Block(tag.name().to_owned()) }),
                "include" => template,
                _ => None,
            };
            if let Some(step) = step {
                match blocks.last() {
                    _ if component => outline.components.push(step),
                    Some(block) => outline.blocks.entry((*block).to_owned()).or_default().push(step),
                    None => outline.top.push(step),
                }
            }
            match tag.word {
                "component" => component = true,
                "endcomponent" => component = false,
                "block" => {
                    blocks.push(tag.name());
                    outline.blocks.entry(tag.name().to_owned()).or_default();
                }
                "endblock" => drop(blocks.pop()),
                _ => {}
            }
        }
        outline
    }
}

/// How deep a template goes, and where it first does.
#[derive(Clone, Copy, Default)]
struct Depth {
    levels: usize,
    at: usize,
}

struct Outlines<'t>(BTreeMap<&'t str, Outline>);

impl<'t> Outlines<'t> {
    /// What was found out of one template serves within it alone: it is broken off by how deep that one is in.
    fn judge(&self, template: &'t str) -> Option<TooDeep<'t>> {
        let known = &mut BTreeMap::new();
        let outline = &self.0[template];
        let told = |at, message| {
            Some(TooDeep {
                template,
                at,
                message,
                help: "put some of them together, or make them components",
            })
        };
        if let Some(step) = outline.extends.as_ref().filter(|_| self.lineage(template).len() > MAX_PARENTS) {
            return told(
                step.at,
                format!("more than {MAX_PARENTS} templates extend one another, or in a circle"),
            );
        }
        let page = self.template(template, 1, known);
        if page.levels > MAX_DEPTH {
            let message = format!(
                "templates and blocks stand more than {MAX_DEPTH} deep within one another, or in a circle"
            );
            return told(page.at, message);
        }
        // A component may stand within 20 others, and these in a claim's row.
        let step = outline.components.first()?;
        let message = "a component cannot include a template".to_owned();
        Some(TooDeep { template, at: step.at, message, help: "make what it includes a component" })
    }

    /// The template with which more blocks are inherited than the engine is given.
    fn inherited(&self) -> Option<TooDeep<'t>> {
        let mut inherited = 0;
        self.0.iter().find_map(|(template, outline)| {
            let step = outline.extends.as_ref()?;
            inherited +=
                self.lineage(template).iter().skip(1).map(|parent| parent.blocks.len()).sum::<usize>();
            (inherited > MAX_INHERITED).then(|| TooDeep {
                template,
                at: step.at,
                message: format!("the theme's templates together inherit more than {MAX_INHERITED} blocks"),
                help: "extend a template with fewer blocks, or include parts in the place of blocks",
            })
        })
    }

    /// A template and those that it extends; broken off where they are too many, or a circle.
    fn lineage(&self, template: &str) -> Vec<&Outline> {
        let parent = |outline: &&Outline| match &outline.extends.as_ref()?.to {
            To::Template(name) => self.0.get(name.as_str()),
            To::Block(_) => None,
        };
        std::iter::successors(self.0.get(template), parent).take(MAX_PARENTS + 1).collect()
    }

    /// How many levels a template needs that stands at a level; beyond the limit, what is below is not looked at.
    fn template(&self, template: &str, level: usize, known: &mut BTreeMap<&'t str, Depth>) -> Depth {
        let Some((name, _)) = self.0.get_key_value(template) else { return Depth { levels: 1, at: 0 } };
        if let Some(depth) = known.get(name) {
            return *depth;
        }
        if level > MAX_DEPTH {
            return Depth { levels: MAX_DEPTH + 1, at: 0 };
        }
        let lineage = self.lineage(name);
        let mut depth = Depth::default();
        for outline in &lineage {
            let below = self.deepest(&lineage, &outline.top, level, known);
            depth = if below.levels > depth.levels { below } else { depth };
        }
        depth.levels += 1;
        known.insert(name, depth);
        depth
    }

    /// The deepest of some steps. A block may stand as many times within itself, by `super`, as templates have it.
    fn deepest(
        &self,
        lineage: &[&Outline],
        steps: &[Step],
        level: usize,
        known: &mut BTreeMap<&'t str, Depth>,
    ) -> Depth {
        let mut deepest = Depth::default();
        for step in steps {
            let levels = match &step.to {
                _ if level > MAX_DEPTH => MAX_DEPTH + 1,
                To::Template(name) => self.template(name, level + 1, known).levels,
                To::Block(name) => {
                    let of: Vec<_> = lineage.iter().filter_map(|outline| outline.blocks.get(name)).collect();
                    let own = of.len().max(1);
                    let below =
                        of.iter().map(|steps| self.deepest(lineage, steps, level + own, known).levels);
                    own + below.max().unwrap_or_default()
                }
            };
            if levels > deepest.levels {
                deepest = Depth { levels, at: step.at };
            }
        }
        deepest
    }
}

#[cfg(test)]
mod tests;
