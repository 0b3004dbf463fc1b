//! The files of `themes/default/`, embedded in the program: the theme of a site that brings none.
//!
//! `tests/theme.rs` holds the list to the folder. A site's own theme overrides them file by file.

/// Every file by its path in the theme's folder, in order.
pub const FILES: &[(&str, &str)] = &[
    ("static/icon.svg", include_str!("../../themes/default/static/icon.svg")),
    ("static/search.js", include_str!("../../themes/default/static/search.js")),
    ("static/style.css", include_str!("../../themes/default/static/style.css")),
    ("templates/404.html", include_str!("../../themes/default/templates/404.html")),
    ("templates/actor.html", include_str!("../../themes/default/templates/actor.html")),
    ("templates/actors.html", include_str!("../../themes/default/templates/actors.html")),
    ("templates/base.html", include_str!("../../themes/default/templates/base.html")),
    ("templates/brief.html", include_str!("../../themes/default/templates/brief.html")),
    ("templates/briefs.html", include_str!("../../themes/default/templates/briefs.html")),
    ("templates/changes.html", include_str!("../../themes/default/templates/changes.html")),
    (
        "templates/components/access.html",
        include_str!("../../themes/default/templates/components/access.html"),
    ),
    ("templates/components/chain.html", include_str!("../../themes/default/templates/components/chain.html")),
    (
        "templates/components/changes.html",
        include_str!("../../themes/default/templates/components/changes.html"),
    ),
    ("templates/components/cite.html", include_str!("../../themes/default/templates/components/cite.html")),
    (
        "templates/components/claims.html",
        include_str!("../../themes/default/templates/components/claims.html"),
    ),
    (
        "templates/components/event_overview.html",
        include_str!("../../themes/default/templates/components/event_overview.html"),
    ),
    ("templates/components/fall.html", include_str!("../../themes/default/templates/components/fall.html")),
    (
        "templates/components/figures.html",
        include_str!("../../themes/default/templates/components/figures.html"),
    ),
    (
        "templates/components/glance.html",
        include_str!("../../themes/default/templates/components/glance.html"),
    ),
    ("templates/components/map.html", include_str!("../../themes/default/templates/components/map.html")),
    ("templates/components/names.html", include_str!("../../themes/default/templates/components/names.html")),
    (
        "templates/components/overview.html",
        include_str!("../../themes/default/templates/components/overview.html"),
    ),
    ("templates/components/parts.html", include_str!("../../themes/default/templates/components/parts.html")),
    (
        "templates/components/record.html",
        include_str!("../../themes/default/templates/components/record.html"),
    ),
    ("templates/components/refs.html", include_str!("../../themes/default/templates/components/refs.html")),
    ("templates/components/short.html", include_str!("../../themes/default/templates/components/short.html")),
    (
        "templates/components/stances.html",
        include_str!("../../themes/default/templates/components/stances.html"),
    ),
    (
        "templates/components/standing.html",
        include_str!("../../themes/default/templates/components/standing.html"),
    ),
    (
        "templates/components/timeline.html",
        include_str!("../../themes/default/templates/components/timeline.html"),
    ),
    ("templates/components/toll.html", include_str!("../../themes/default/templates/components/toll.html")),
    (
        "templates/components/versions.html",
        include_str!("../../themes/default/templates/components/versions.html"),
    ),
    ("templates/corrections.html", include_str!("../../themes/default/templates/corrections.html")),
    ("templates/data.html", include_str!("../../themes/default/templates/data.html")),
    ("templates/disputes.html", include_str!("../../themes/default/templates/disputes.html")),
    ("templates/event.html", include_str!("../../themes/default/templates/event.html")),
    ("templates/events.html", include_str!("../../themes/default/templates/events.html")),
    ("templates/fragments/card.html", include_str!("../../themes/default/templates/fragments/card.html")),
    (
        "templates/fragments/replies.html",
        include_str!("../../themes/default/templates/fragments/replies.html"),
    ),
    ("templates/fragments/row.html", include_str!("../../themes/default/templates/fragments/row.html")),
    ("templates/home.html", include_str!("../../themes/default/templates/home.html")),
    ("templates/listed.html", include_str!("../../themes/default/templates/listed.html")),
    ("templates/method.html", include_str!("../../themes/default/templates/method.html")),
    ("templates/page.html", include_str!("../../themes/default/templates/page.html")),
    ("templates/search.html", include_str!("../../themes/default/templates/search.html")),
    ("templates/source.html", include_str!("../../themes/default/templates/source.html")),
    ("templates/sources.html", include_str!("../../themes/default/templates/sources.html")),
    ("templates/tag.html", include_str!("../../themes/default/templates/tag.html")),
    ("templates/tags.html", include_str!("../../themes/default/templates/tags.html")),
    ("templates/tombstone.html", include_str!("../../themes/default/templates/tombstone.html")),
    ("theme.toml", include_str!("../../themes/default/theme.toml")),
    ("words/ar.toml", include_str!("../../themes/default/words/ar.toml")),
    ("words/en.toml", include_str!("../../themes/default/words/en.toml")),
    ("words/fr.toml", include_str!("../../themes/default/words/fr.toml")),
];
