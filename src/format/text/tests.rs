use super::*;
use proptest::prelude::*;

#[test]
fn plain_text_stays_as_it_is() {
    for text in [
        "One line.",
        "Two\nlines, and\n\na paragraph.",
        "a < b and c > d, a<b, if x <y and z> w",
        "Vec<T> and HashMap<K, V>, List<i>, C<T>, Option<Box<u8>>",
        "2**3 and 4**5",
        "One\n  two\n    three",
        "snake_case_name and 2 * 3 * 4, f***ing s***, 5* hotels, C:\\path\\to",
        "#hashtag, # and C#",
        "__init__ and __main__",
        "Teilnehmer*innen und Hacker*innen",
        "array[0](x) and [note] (really)",
        "https://example.org/_a_/b*c*?x=1&copy=2 stays",
        "https://example.org/?x=*y*&z=*a*&_b_=c",
        "-- \nsigned",
        "fish & chips, R&D, AT&T;",
        "1. one\n2. two",
        "- one\n- two\n  - three",
        "> a quote",
        "* * *",
        "unclosed **bold and `code",
        "(*) a note, and (*) another",
        "<3 hearts, <- arrows ->, <insert joke>",
        "<T>",
    ] {
        assert_eq!(plain_text(text), text);
    }
    assert_eq!(plain_text("  \n trimmed \r\n\r\n"), "trimmed");
    assert_eq!(plain_text("a\r\nb\rc"), "a\nb\nc");
}

/// HTML with blocks, and its plain text.
const HTML: &[(&str, &str)] = &[
    ("<p>One\n two</p><p>Three</p>", "One two\n\nThree"),
    ("<P>One<P CLASS=x>Two", "One\n\nTwo"),
    ("<p>a<br>b<br/>c<br /><br>d</p>", "a\nb\nc\n\nd"),
    (
        "<p>What:</p><ul>\n<li>one</li>\n<li><p>two</p></li>\n</ul>\n<p>End</p>",
        "What:\n\n- one\n- two\n\nEnd",
    ),
    ("<ul><li>a<ul><li>b</li><li>c</li></ul></li><li>d</li></ul>", "- a\n  - b\n  - c\n- d"),
    ("<ol><li>a</li><li>b</li></ol><ol start=5><li>e</ol>", "1. a\n2. b\n\n5. e"),
    ("<ul><li><p>a</p><p>b</p></li></ul>", "- a\n  b"),
    ("<h2>Title</h2>text", "Title\n\ntext"),
    ("<p><a href=\"https://x.org/a?b=1&amp;c=2\">here</a>.</p>", "here (https://x.org/a?b=1&c=2)."),
    ("<p>see <a href='https://www.x.org/'>x.org</a></p>", "see x.org"),
    ("<p><a href=https://x.org>https://x.org/</a></p>", "https://x.org/"),
    (
        "<p><a href=\"mailto:a@x.org\">a@x.org</a> <a href=\"mailto:a@x.org\">Ann</a></p>",
        "a@x.org Ann (a@x.org)",
    ),
    (
        "<p><a href=\"/local\">here</a> <a name=x>there</a> <a href=\"javascript:x()\">no</a></p>",
        "here there no",
    ),
    ("<p><a title=\"a > b\" href=\"https://x.org\">t</a></p>", "t (https://x.org)"),
    ("<p>a <a href=\"https://x.org\"><img src=y></a> b</p>", "a https://x.org b"),
    ("<ul><li><a href=\"https://x.org\">t</a></li></ul>", "- t (https://x.org)"),
    (
        "<p>&lt;b&gt; &amp;amp; &eacute;&#233;&#xe9; &#150; &nbsp;x &bogus; &#0;</p>",
        "<b> &amp; ééé – \u{a0}x &bogus; \u{fffd}",
    ),
    ("<p>a</p><script>if (a<b) x()</script><style>p{}</style><!-- no --><p>b</p>", "a\n\nb"),
    ("<p>a <foo>b</foo> <b>c</b><i>d</i></p>", "a b cd"),
    ("<p>a < b, Vec<T> and 3<4</p>", "a < b, Vec<T> and 3<4"),
    ("<p>at <https://x.org/a></p>", "at https://x.org/a"),
    (
        "<table><tr><th>A</th><th>B</th></tr><tr><td><p>1</p></td><td>2</td></tr></table>x",
        "A | B\n1 | 2\n\nx",
    ),
    ("<p>a</p><pre>\nfn x() {\n    y\n}\n</pre><p>b</p>", "a\n\nfn x() {\n    y\n}\n\n\nb"),
    ("<p>code <code>__init__ *x*</code></p>", "code __init__ *x*"),
    ("<p>Points:\n* one\n* two\nmore\n1. a\n2) b</p>", "Points:\n- one\n- two more\n1. a\n2) b"),
    ("<dl><dt>T</dt><dd>D</dd></dl>", "T\nD"),
    ("<p>one</p><hr><blockquote><p>two</p></blockquote>", "one\n\ntwo"),
    ("<p>a</p></p></ul></li></a><p>b", "a\n\nb"),
    ("<p><img src=x alt=\"A map\"></p>", "A map"),
    ("<p title=\"never closed>a</p>\n<p>b</p>", "a\n\nb"),
    (
        "<p>io<em>uring and io</em>uring, <em>b</em>c, a<em>b</em> x<em>y</em>z</p>",
        "io_uring and io_uring, bc, ab x_y_z",
    ),
    ("<p>say <q>hi</q></p>", "say \"hi\""),
];

#[test]
fn html_becomes_paragraphs_lists_and_links() {
    for (html, text) in HTML {
        assert_eq!(plain_text(html), *text, "{html}");
    }
}

#[test]
fn inline_tags_are_removed_and_line_ends_stay() {
    for (html, text) in [
        ("one<br />two\nthree", "one\ntwo\nthree"),
        ("one<br>\ntwo<br>\n<br>\nthree", "one\ntwo\n\nthree"),
        ("**Bold**<br>* item &amp; <b>x</b>", "Bold\n- item & x"),
        (
            "see <a href=\"https://x.org\">this</a>\n\nand <i>that</i>",
            "see this (https://x.org)\n\nand that",
        ),
        ("call <code>a_b(*c*)</code> <em>now</em>", "call `a_b(*c*)` now"),
        ("&amp;lt; <b>x</b>", "&lt; x"),
    ] {
        assert_eq!(plain_text(html), text, "{html}");
    }
}

#[test]
fn marks_of_markdown_are_removed() {
    for (markdown, text) in [
        ("# Title\nText", "Title\n\nText"),
        ("Text\n## Title ##\n\nText", "Text\n\nTitle\n\n\nText"),
        ("Title\n=====\nText", "Title\n\nText"),
        (
            "a **bold** and *soft* and _soft_ and __Bold__ and ***both*** and ~~gone~~",
            "a bold and soft and soft and Bold and both and gone",
        ),
        ("**bold\nlines** (*x*), \"_y_\".", "bold\nlines (x), \"y\"."),
        ("**a *b* c**", "a b c"),
        ("**Ra**ndom **A**ccess", "Random Access"),
        (
            "[„here“](https://x.org) 3. **Über** é*x* „*y*“",
            "„here“ (https://x.org) 3. Über é*x* „y“",
        ),
        ("One\n    # Two\n    - three\n      - four", "One\n\nTwo\n\n- three\n  - four"),
        ("* one\n* two\n    * three\n+ four\n• five", "- one\n- two\n    - three\n- four\n- five"),
        ("* item with *soft* text", "- item with soft text"),
        (
            "[here](https://x.org/a_b_(c)) and [x.org](https://x.org/)",
            "here (https://x.org/a_b_(c)) and x.org",
        ),
        ("[**here**](https://x.org \"A title\")", "here (https://x.org)"),
        ("[a](https://x.org )", "a (https://x.org)"),
        ("[a]([url](https://x.org/b))!", "a (https://x.org/b)!"),
        (
            "**https://x.org/?a=1&amp;b=*c*d** &lt;https://x.org&gt;",
            "https://x.org/?a=1&b=*c*d <https://x.org>",
        ),
        ("[mail](mailto:a@x.org), [local](/here.html)", "mail (a@x.org), local"),
        ("![a map](https://x.org/map.png) and ![](https://x.org/y.png)", "a map and"),
        ("<https://x.org/_a_>", "https://x.org/_a_"),
        ("`a_b *c* [d](e)` and ``x ` *y*``", "`a_b *c* [d](e)` and ``x ` *y*``"),
        ("a\n```rust\nlet *x* = 1;\n```\nb", "a\nlet *x* = 1;\nb"),
        ("a\n```\nb", "a\n```\nb"),
        ("1\\. not a list, \\*not soft\\*, \\_x\\_", "1. not a list, *not soft*, _x_"),
        ("line\\\nline", "line\nline"),
        ("Fish &amp; chips&hellip; &quot;x&quot;", "Fish & chips… \"x\""),
        ("a | b\n--|--\n1 | 2", "a | b\n1 | 2"),
    ] {
        assert_eq!(plain_text(markdown), text, "{markdown}");
    }
}

/// Lines that somebody broke on purpose stay.
#[test]
fn lines_that_an_editor_broke_are_joined() {
    let long = "a line that is long enough that an editor may well have broken it";
    for (text, whole) in [
        (format!("{long}\n{long}\nand on"), format!("{long} {long} and on")),
        (format!("{long}\nhere it goes on\nnot here"), format!("{long} here it goes on\nnot here")),
        (format!("{long}\\\nhere is another"), format!("{long}\nhere is another")),
        (format!("# {long}\nhere is text"), format!("{long}\n\nhere is text")),
        (format!("- {long}\nhere it goes on"), format!("- {long} here it goes on")),
        (format!("{long}\nHere is another"), format!("{long}\nHere is another")),
        (format!("{long}.\nhere is another"), format!("{long}.\nhere is another")),
        (format!("{long}  \nhere is another"), format!("{long}  \nhere is another")),
        (format!("{long}\n- an item"), format!("{long}\n- an item")),
        (format!("{long}\nhttps://example.org"), format!("{long}\nhttps://example.org")),
        ("best regards,\nan editor".to_owned(), "best regards,\nan editor".to_owned()),
        ("====== Title ======\nText".to_owned(), "Title\n\nText".to_owned()),
        ("== a == b\n== c".to_owned(), "== a == b\n== c".to_owned()),
    ] {
        assert_eq!(plain_text(&text), whole, "{text}");
    }
}

/// Units that cost quadratic time in a reader that looks back or ahead too often.
const HOSTILE_UNITS: &[&str] = &[
    "<",
    "<a ",
    "<a href=\"",
    "<a href='<b x=\"",
    "<!--",
    "<!",
    "<p>",
    "<ul>",
    "<li>",
    "<ul><li>",
    "</a>",
    "<a href=x>",
    "<script>",
    "&",
    "&#",
    "&amp;",
    "*",
    "*a ",
    "**a _b ",
    "_a* ",
    "[",
    "]",
    "[](",
    "[a](b.c)",
    "![",
    "`",
    "`a``",
    "\\",
    "~~a ",
    "http://",
    "<https://",
    "```\n",
    "#\n",
    "* \n",
    "a\n===\n",
    "<td>",
    "<pre>",
    "|--\n",
    "[](x.y \"",
    "<q>",
    "<a b='\"><a b=\"'>",
    "\u{e9}*",
];

#[test]
fn hostile_texts_of_128_kib_are_read_in_seconds() {
    const LENGTH: usize = 1 << 17;
    for unit in HOSTILE_UNITS {
        let hostile = unit.repeat(LENGTH / unit.len());
        let begun = std::time::Instant::now();
        plain_text(&hostile);
        plain_text(&format!("<p>{hostile}"));
        plain_text(&format!("<b>{hostile}"));
        assert!(begun.elapsed().as_secs() < 60, "{unit:?}: {:?}", begun.elapsed());
    }
}

#[test]
fn text_beyond_the_limit_becomes_an_ellipsis() {
    let tags = "<b></b>".repeat(READ_MAX / 7);
    assert_eq!(plain_text(&format!("{tags}Seen")), "Seen");
    assert_eq!(plain_text(&format!("Seen{tags}not seen")), "Seen…");
}

/// The tokens of random texts, separated by spaces; line ends and spaces are added.
const TOKENS: &str = "\
    <p> </p> <a\u{a0}href=\"https://x.org\"> </a> <ul> <ol> <li> </ul> <br> <b > < \" ' = \
    &amp; & ; * ** _ [ ] ( ) ](https://x.org) ` ``` a é \\ <pre> </pre> <td> <table> \
    <script> </script> <!-- --> https:// |--| ===";

fn token() -> impl Strategy<Value = String> {
    let spaced = ["\n", "\n\n", " ", "# ", "- "].map(str::to_owned);
    let tokens = TOKENS.split(' ').map(|token| token.replace('\u{a0}', " "));
    prop::sample::select(tokens.chain(spaced).collect::<Vec<_>>())
}

proptest! {
    #[test]
    fn random_tokens_become_trimmed_text(tokens in prop::collection::vec(token(), 0..60)) {
        let plain = plain_text(&tokens.concat());
        prop_assert_eq!(plain.trim(), &plain);
    }

    #[test]
    fn text_without_tags_keeps_its_words(text in "[a-z <>.,\n]{0,80}") {
        if html::detect_markup(&text) == html::Markup::None {
            let plain = plain_text(&text);
            prop_assert!(plain.split_whitespace().eq(text.split_whitespace()));
        }
    }
}
