//! What pages are refused for, a case for every way to hide it, and what they may hold.

use super::*;
use crate::diagnostic::Code;

const HEAD: &str = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n";

fn guarded(body: &str) -> String {
    format!(
        "{HEAD}<meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n<title>T</title>\n{body}"
    )
}

/// What is said of a page in the folder `briefs/` of a small site.
fn judge_page(html: &str) -> Vec<Diagnostic> {
    let path = |text: &str| SitePath::new(text).expect("a path");
    let pages = [path("briefs/a.html"), path("briefs/b.html"), path("index.html")];
    let files =
        [path("theme/style.css"), path("theme/ours.js"), path("theme/other.js"), path("briefs/p.jpg")];
    let base = "https://example.org/x/".parse().expect("an address");
    let gate = Gate::new(&pages, &files, [&files[1]], Some(&base));
    let mut inspector = Inspector::new(&gate);
    let others = [guarded("<p id=\"there\">").into_bytes(), guarded("").into_bytes()];
    let mut inspected = vec![inspector.inspect(0, "brief", html.as_bytes(), &[])];
    for (number, other) in (1..).zip(&others) {
        inspected.push(inspector.inspect(number, "brief", other, &[]));
    }
    let missing = gate.missing(&inspected);
    if !missing.is_empty() {
        Inspector::new(&gate).locate(0, html.as_bytes(), &missing, &mut inspected[0]);
    }
    gate.settle(&inspected)
}

/// The codes of a page whose body has this markup.
fn codes(markup: &str) -> Vec<Code> {
    let mut codes: Vec<Code> = judge_page(&guarded(markup)).into_iter().map(|found| found.code).collect();
    codes.dedup();
    codes
}

#[track_caller]
fn refused(code: Code, markups: &[&str]) {
    for markup in markups {
        assert!(codes(markup).contains(&code), "{markup}: {:?}", codes(markup));
        // As the second of two equal tags, and behind one that is fine.
        let repeated = format!("<p class=\"x\"><p class=\"x\">{markup}{markup}");
        assert!(codes(&repeated).contains(&code), "{repeated}");
    }
}

#[track_caller]
fn passes(markups: &[&str]) {
    for markup in markups {
        assert_eq!(judge_page(&guarded(markup)), [], "{markup}");
    }
}

#[test]
fn scripts_that_are_not_ours_are_refused() {
    refused(
        Code::ScriptInPage,
        &[
            "<script>x()</script>",
            "<SCRIPT\n>x()</SCRIPT >",
            "<script src=\"../theme/other.js\"></script>",
            "<script src=\"../theme/ours.js\">x()</script>",
            "<script src=\"https://example.org/x/theme/ours.js\"></script>",
            "<script src=\"https://elsewhere.example/ours.js\"></script>",
            "<script src=\"data:text/javascript,x()\"></script>",
            "<script type=\"module\">x()</script>",
            "<script type=\"application/ld+jsonx\">{}</script>",
            "<script type=\"speculationrules\">{}</script>",
            "<svg><script href=\"../theme/ours.js\"/></svg>",
            "<svg><s:script>x()</s:script></svg>",
            "<p onclick=x()>",
            "<p ONCLICK = 'x()'>",
            "<p/onclick=x()/>",
            "<p title=\">\" onclick=\"x()\">",
            "<p title='\"' onclick='x()'>",
            "<p\nonclick\n=\nx()>",
            "<p title=a\"b onmouseover=x()>",
            "<svg/onload=x()>",
            "<math><mi xlink:href=\"javascript:x()\">",
            "<a href=\"javascript:x()\">",
            "<a href=\" &#106;ava&Tab;script&colon;x()\">",
            "<a href=\"\u{1}java\nscript:x()\">",
            "<a href=vbscript:x()>",
            "<a href=\"DATA:text/html,x\">",
            "<a href=\"blob:https://example.org/x\">",
            "<area href=\"javascript:x()\">",
            "<img src=\"data:image/svg+xml,x\">",
            "<form action=\"javascript:x()\">",
            "<button formaction=\"javascript:x()\">",
            "<svg><a xlink:href=\"javascript:x()\">",
            "<svg><use href=\"data:image/svg+xml,x#a\">",
            "<select><option onclick=x()>",
            "<textarea></textarea><p onclick=x()>",
            "<textarea></textareax><p onclick=x()></textarea>",
            "<template><p onclick=x()></template>",
            "a < b <p onclick=x()>",
            "a <3 <p onclick=x()>",
            "<!-- --><p onclick=x()>",
            "<!--><p onclick=x()>-->",
            "<!-- --!><p onclick=x()>-->",
        ],
    );
}

#[test]
fn requests_to_others_are_refused() {
    refused(
        Code::ForeignRequest,
        &[
            "<img src=\"https://elsewhere.example/a.png\">",
            "<img src=\"HTTP:\\\\elsewhere.example\\a.png\">",
            "<img src=\"https://example.org/x/briefs/p.jpg\">",
            "<image src=\"https://elsewhere.example/a.png\">",
            "<img srcset=\"p.jpg 1x, https://elsewhere.example/a.png 2x\">",
            "<img srcset=\"https://elsewhere.example/a.png\">",
            "<source srcset=\"https://elsewhere.example/a.png 300w\">",
            "<link rel=preload as=image imagesrcset=\"https://elsewhere.example/a.png\">",
            "<link rel=stylesheet href=\"https://elsewhere.example/a.css\">",
            "<link rel=\"alternate stylesheet\" href=\"https://elsewhere.example/a.css\">",
            "<link rel=icon href=\"https://elsewhere.example/a.png\">",
            "<link rel=dns-prefetch href=\"https://elsewhere.example/\">",
            "<link rel=preconnect href=\"https://elsewhere.example/\">",
            "<link href=\"https://elsewhere.example/\">",
            "<video poster=\"https://elsewhere.example/a.png\">",
            "<audio src=\"https://elsewhere.example/a.ogg\">",
            "<track src=\"https://elsewhere.example/a.vtt\">",
            "<input type=image src=\"https://elsewhere.example/a.png\">",
            "<body background=\"https://elsewhere.example/a.png\">",
            "<form action=\"https://elsewhere.example/\">",
            "<button formaction=\"https://elsewhere.example/\">",
            "<svg><use href=\"https://elsewhere.example/a.svg#b\">",
            "<svg><use x:href=\"https://elsewhere.example/a.svg#b\">",
            "<svg><image xlink:href=\"https://elsewhere.example/a.png\">",
            "<svg><rect fill=\"url(https://elsewhere.example/a.svg#b)\">",
            "<svg><rect filter=\"url( '//elsewhere.example/a.svg#b')\">",
            "<svg><rect mask=\"\\75rl(//elsewhere.example/a.svg#b)\">",
            "<a href=\"b.html\" ping=\"https://elsewhere.example/\">",
            "<a href=\"https://elsewhere.example/\">",
            "<a href=\"https://elsewhere.example/\" rel=\"noopener\">",
        ],
    );
}

#[test]
fn markup_that_hides_something_is_refused() {
    refused(
        Code::ForbiddenMarkup,
        &[
            "<p style=\"color:red\">",
            "<style>p{}</style>",
            "<svg><style>p{}</style></svg>",
            "<base href=\"b.html\">",
            "<meta http-equiv=refresh content=\"0;url=b.html\">",
            "<meta http-equiv=\" Refresh\" content=0>",
            "<meta http-equiv=set-cookie content=a>",
            "<meta http-equiv=onion-location content=\"http://elsewhere.onion/\">",
            "<iframe src=\"b.html\"></iframe>",
            "<iframe srcdoc=\"x\"></iframe>",
            "<object data=\"p.jpg\"></object>",
            "<embed src=\"p.jpg\">",
            "<frameset><frame src=\"b.html\"></frameset>",
            "<noscript><p title=\"</noscript><img src=x onerror=x()>\"></noscript>",
            "<plaintext>",
            "<xmp><p></xmp>",
            "<noembed><p title=\"</noembed><img>\">",
            "<svg><foreignObject><p></foreignObject></svg>",
            "<svg><animate attributeName=href to=\"javascript:x()\"/></svg>",
            "<svg><set attributeName=onclick to=\"x()\"/></svg>",
            "<title><p title=\"</title><img>\"></title>",
            "<textarea><p></textarea>",
            "<svg><title><p title=\"</title>\"></title></svg>",
            "<![CDATA[<p>]]>",
            "<?php x ?>",
            "</ p>",
            "<p title=\"never closed",
            "<script type=\"application/ld+json\">{\"a\": \"<!-- <script>\"}</script>",
        ],
    );
}

#[test]
fn a_page_begins_with_its_encoding_and_its_policy() {
    let policy = format!("<meta http-equiv=content-security-policy content=\"{POLICY}\">");
    let weak = policy.replace("script-src 'self'", "script-src 'self' 'unsafe-inline'");
    for html in [
        String::new(),
        "<p>".to_owned(),
        format!("{HEAD}<title>T</title>"),
        format!("{HEAD}{weak}"),
        format!("{HEAD}<link rel=stylesheet href=../theme/style.css>{policy}"),
        format!("{HEAD}<script src=../theme/ours.js></script>{policy}"),
        format!("{HEAD}text{policy}"),
        format!("{HEAD}</head><body>{policy}"),
        format!("{HEAD}<!-- {policy} -->"),
        format!("<html><head>{policy}<title>T</title><meta charset=utf-8>"),
        format!("<html><head><meta charset=utf-7>{policy}"),
        format!("<html><head>{}<meta charset=utf-8>{policy}", " ".repeat(1024)),
        format!("{HEAD}{policy}<meta http-equiv=content-security-policy content=\"script-src *\">"),
        format!("{HEAD}{policy}<meta name=referrer content=unsafe-url>"),
    ] {
        let codes: Vec<Code> = judge_page(&html).into_iter().map(|found| found.code).collect();
        assert!(codes.contains(&Code::MissingPolicy), "{html}: {codes:?}");
    }
}

#[test]
fn links_lead_somewhere() {
    refused(
        Code::BrokenLink,
        &[
            "<a href=\"c.html\">",
            "<a href=\"../../index.html\">",
            "<a href=\"https://example.org/x/briefs/c.html\">",
            "<img src=\"q.jpg\">",
            "<link rel=canonical href=\"https://example.org/x/briefs/c.html\">",
            "<link rel=stylesheet href=\"../theme/other.css\">",
            "<q cite=\"c.html\">",
        ],
    );
    refused(
        Code::ForbiddenLink,
        &["<a href=\"/briefs/b.html\">", "<a href=\"//b.html\">", "<a href=\"tel:1\">"],
    );
    refused(
        Code::ForbiddenLink,
        &[
            "<area href=\"geo:1,2\">",
            "<img src=\"geo:1,2\">",
            "<blockquote cite=\"geo:1,2\">",
            "<link rel=next href=\"geo:1,2\">",
        ],
    );
    refused(
        Code::BrokenFragment,
        &["<a href=\"#nowhere\">", "<a href=\"b.html#nowhere\">", "<svg><use href=\"#nowhere\"></svg>"],
    );
    refused(Code::RepeatedAnchor, &["<p id=\"a\"><p id=\"a\">", "<p id=a><p ID=\"&#97;\">"]);
}

#[test]
fn what_pages_need_passes() {
    passes(&[
        "<a href=\"b.html#there\">",
        "<a href=\"https://example.org/x/briefs/b.html#there\">",
        "<a href=\"#\"><a href=\"#top\"><a href=\"\">",
        "<p id=\"é\"><a href=\"#%C3%A9\">",
        "<a href=\"mailto:desk@example.org\">",
        "<a href=\"geo:14.3,-4.6;u=5000\">",
        "<a href=\"https://elsewhere.example/?a=1&amp;b=javascript:\" rel=\"noreferrer noopener\">",
        "<link rel=canonical href=\"https://example.org/x/briefs/a.html\">",
        "<link rel=stylesheet href=\"../theme/style.css\">",
        "<script src=\"../theme/ours.js\" defer></script>",
        "<script type=\"application/ld+json\">{\"a\": \"\\u003c\"}</script>",
        "<img src=\"p.jpg\" srcset=\"p.jpg 2x, p.jpg 300w\" alt=\"onclick=x() url(https://a.example)\">",
        "<svg viewBox=\"0 0 1 1\"><title>T</title><path id=\"p\" fill=\"url(#p)\"/><use href=\"#p\"></svg>",
        "<details open><summary>S</summary></details>",
        "<form action=\"b.html\"><input name=q></form>",
        "<p data-x=\"javascript:x()\">javascript:x() &lt;script> a < b",
        "<textarea>x</textarea>",
        "<p title=\"&lt;p onclick=x()>\">",
    ]);
}

#[test]
fn one_fault_of_a_template_is_told_once() {
    let path = |text: &str| SitePath::new(text).expect("a path");
    let pages = [path("a.html"), path("b.html"), path("c.html")];
    let gate = Gate::new(&pages, &[], [], None);
    let mut inspector = Inspector::new(&gate);
    let html = guarded("<p>é<b onclick=x()><b onclick=x()>");
    let inspected: Vec<_> =
        (0..3).map(|number| inspector.inspect(number, "brief", html.as_bytes(), &[])).collect();
    let messages: Vec<String> = gate.settle(&inspected).into_iter().map(|found| found.message).collect();
    assert_eq!(
        messages,
        [
            "the template `brief.html` makes a page that runs a script in an attribute `onclick` (`a.html`, line 7, column 5, and 2 more pages)"
        ]
    );
}

mod fragments;
