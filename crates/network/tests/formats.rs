//! Files of other tools: samples written by hand after the public descriptions of the formats, every
//! network there and back, and bytes nobody should have to read.
#![expect(clippy::unwrap_used, reason = "a failed step is a failed test")]

use commonweal_network::format::{
    Format, FormatCode, FormatError, ReadOptions, ValueField, Written, detect, read,
    read_with_partners, write,
};
use commonweal_network::{
    Attribute, BuildOptions, Duplicates, Labels, Network, Observed, SelfTies, Survey, TieState,
    Ties, ValueMeans,
};
use proptest::prelude::*;

fn plain(text: &str, format: Format) -> Network {
    read(text.as_bytes(), format, &ReadOptions::default()).expect("a network")
}

fn fault(text: &str, format: Format) -> FormatError {
    read(text.as_bytes(), format, &ReadOptions::default()).expect_err("a fault")
}

fn relation(name: &str) -> ReadOptions {
    ReadOptions {
        relation: Some(name.to_owned()),
        ..ReadOptions::default()
    }
}

fn directed(directed: bool) -> ReadOptions {
    ReadOptions {
        directed: Some(directed),
        ..ReadOptions::default()
    }
}

fn names(net: &Network) -> Vec<String> {
    (0..net.partners() as u32)
        .map(|i| net.labels().get(i).into_owned())
        .collect()
}

/// Ties by name.
fn ties(net: &Network) -> Vec<(String, String, Option<f64>)> {
    let name = |i| net.labels().get(i).into_owned();
    net.iter_ties()
        .map(|(i, j, v)| (name(i), name(j), v))
        .collect()
}

fn tie(a: &str, b: &str, value: f64) -> (String, String, Option<f64>) {
    (a.to_owned(), b.to_owned(), Some(value))
}

// ---- samples by hand -------------------------------------------------------------------------------

/// The sub-formats of DL say the same network (UCINET help, hs5000; Gephi's page on DL).
#[test]
fn dl_sub_formats_agree() {
    // 1 -> 2 (4), 2 -> 3 (1), 3 -> 1 (2); "d e" is an isolate.
    let expected = vec![tie("a", "b", 4.0), tie("b", "c", 1.0), tie("c", "a", 2.0)];
    for text in [
        "DL n = 4\nformat = fullmatrix\nlabels:\na,b,c,\"d e\"\ndata:\n0 4 0 0\n0 0 1 0\n2 0 0 0\n0 0 0 0\n",
        "dl nr=4, nc=4 format=fm\nrow labels: a b c \"d e\"\ncolumn labels: a b c \"d e\"\ndata: 0 4 0 0 0 0 1 0 2 0 0 0 0 0 0 0",
        "dl n=4\nlabels embedded\nformat=fullmatrix\ndata:\na b c \"d e\"\na 0 4 0 0\nb 0 0 1 0\nc 2 0 0 0\n\"d e\" 0 0 0 0\n",
        "dl n=4 diagonal=absent\nlabels: a b c \"d e\"\ndata:\n4 0 0\n0 1 0\n2 0 0\n0 0 0\n",
        "dl n=4 format=edgelist1\nlabels:\na, b, c, \"d e\"\ndata:\n1 2 4\n2 3\n3 1 2\n",
        "dl n=4 format=edgelist1\nlabels:\na, b, c, \"d e\"\ndata:\na b 4\nb c 1\nc a 2\nc b 0\n",
    ] {
        let net = plain(text, Format::Dl);
        assert_eq!(names(&net), ["a", "b", "c", "d e"], "{text}");
        assert_eq!(ties(&net), expected, "{text}");
        assert!(net.is_directed());
    }
    // Node lists have no values.
    for text in [
        "dl n=4 format=nodelist1\nlabels:\na b c d\ndata:\n1 2 3\n3 1\n",
        "dl n=4 format=nodelist1b\nlabels:\na b c d\ndata:\n1 2 2 3\n2 0\n3 1 1\n4 0\n",
    ] {
        let net = plain(text, Format::Dl);
        assert_eq!(
            net.iter_ties().collect::<Vec<_>>(),
            [(0, 1, None), (0, 2, None), (2, 0, None)]
        );
    }
}

#[test]
fn dl_halves_are_pairs_and_missing_is_unknown() {
    let lower = plain(
        "dl n=3 format=lowerhalf\ndata:\n0\n1 0\n0 1 0\n",
        Format::Dl,
    );
    let upper = plain(
        "dl n=3 format=upperhalf diagonal=absent\ndata:\n1 0\n1\n",
        Format::Dl,
    );
    for net in [lower, upper] {
        assert!(!net.is_directed());
        assert_eq!(
            net.iter_ties().collect::<Vec<_>>(),
            [(0, 1, None), (1, 2, None)]
        );
    }
    let net = plain("dl n=3\ndata:\n0 1 NA\n1e37 0 na\n0 0 0\n", Format::Dl);
    assert_eq!(net.state(0, 2), TieState::Unknown);
    assert_eq!(net.state(2, 0), TieState::NoTie);
    // The second row is missing whole: it was not answered.
    assert!(!net.observed().answered(1));
}

#[test]
fn dl_matrices_are_relations() {
    let text = "dl n=3 nm=2\nlabels: a b c\nmatrix labels: advice \"works with\"\ndata:\n\
                0 1 0\n0 0 0\n0 0 0\n\n0 0 2\n0 0 0\n0 0 0\n";
    let error = fault(text, Format::Dl);
    assert_eq!(error.code, FormatCode::F10);
    assert!(
        error.to_string().contains("\"advice\", \"works with\""),
        "{error}"
    );
    let net = read(text.as_bytes(), Format::Dl, &relation("works with")).unwrap();
    assert_eq!(ties(&net), [tie("a", "c", 2.0)]);
    let all = read(text.as_bytes(), Format::Dl, &relation("*")).unwrap();
    assert_eq!(ties(&all), [tie("a", "b", 1.0), tie("a", "c", 2.0)]);
    let lists = "dl n=3 nm=2 format=edgelist1\nmatrix labels: x y\ndata:\n1 2\n!\n2 3\n";
    let net = read(lists.as_bytes(), Format::Dl, &relation("y")).unwrap();
    assert_eq!(net.iter_ties().collect::<Vec<_>>(), [(1, 2, None)]);
    assert_eq!(
        read(lists.as_bytes(), Format::Dl, &relation("z"))
            .unwrap_err()
            .code,
        FormatCode::F06
    );
}

/// The sample of Gephi's page on VNA, with a column that says no tie.
#[test]
fn vna_by_hand() {
    let text = "*node data\nID name gender age\nj101 joe male 56\nw067 \"wendy, w.\" female 23\nb303 bill male 48\n\
                *node properties\nID x y\nj101 1 2\n\
                *tie data\nfrom to strength\nj101 w067 1\nw067 j101 2\nj101 b303 0\nw067 b303 5\n";
    let net = plain(text, Format::Vna);
    assert_eq!(
        ties(&net),
        [
            tie("j101", "w067", 1.0),
            tie("w067", "j101", 2.0),
            tie("w067", "b303", 5.0)
        ]
    );
    let attributes: Vec<&str> = net.attributes().iter().map(Attribute::name).collect();
    assert_eq!(attributes, ["name", "gender", "age"]);
    assert_eq!(
        net.attribute("name").and_then(|a| a.category(1)),
        Some("wendy, w.")
    );
    assert_eq!(net.attribute("age").and_then(|a| a.category(0)), Some("56"));
    assert!(net.notes().iter().any(|n| n.contains("*node properties")));
    // Several columns are several relations.
    let text = "*tie data\nfrom to friends advice\na b 1 0\nb a 1 3\n";
    assert_eq!(fault(text, Format::Vna).code, FormatCode::F10);
    let net = read(text.as_bytes(), Format::Vna, &relation("advice")).unwrap();
    assert_eq!(ties(&net), [tie("b", "a", 3.0)]);
    assert!(
        net.notes()
            .iter()
            .any(|n| n.contains("isolates cannot be seen"))
    );
}

/// The forms of Kumu's page on blueprints, and the form of its exports.
#[test]
fn kumu_by_hand() {
    let text = r#"{"elements": [
            {"label": "A", "type": "Letter", "tags": ["one", "two"]},
            {"label": "B", "type": "Letter", "size": 1.50}, {"label": "C"}],
        "connections": [{"from": "A", "to": "B", "strength": 3}, {"from": "B", "to": "C", "direction": "mutual", "strength": 1}]}"#;
    let net = plain(text, Format::Kumu);
    assert_eq!(
        ties(&net),
        [tie("A", "B", 3.0), tie("B", "C", 1.0), tie("C", "B", 1.0)]
    );
    assert_eq!(
        net.attribute("tags").and_then(|a| a.category(0)),
        Some("[\"one\",\"two\"]")
    );
    assert_eq!(net.attribute("type").and_then(|a| a.category(2)), None);
    // Equal labels: ids tell them apart. Attributes of an export stand inside.
    let text = r#"{"elements": [{"_id": "e1", "attributes": {"label": "A", "type": "x"}}, {"_id": "e2", "attributes": {"label": "A"}}],
        "connections": [{"from": "e1", "to": "e2", "direction": "undirected"}]}"#;
    let net = plain(text, Format::Kumu);
    assert!(!net.is_directed());
    assert_eq!(names(&net), ["e1", "e2"]);
    assert_eq!(net.attribute("name").and_then(|a| a.category(1)), Some("A"));
    assert_eq!(net.attribute("type").and_then(|a| a.category(0)), Some("x"));
    let two = text.replace("\"from\": \"e1\"", "\"from\": \"A\"");
    let error = fault(&two, Format::Kumu);
    assert_eq!(
        (error.code, error.place),
        (FormatCode::F06, Some(("connection", 1)))
    );
}

#[test]
fn pajek_by_hand() {
    let text = "% a comment\n*Network trade\n*Vertices 4\n1 \"Ministry of Health\" 0.1 0.2 0.5 box ic Red\n2 School\n\
                3 Clinic 0.5 0.5 ellipse sector health\n4 Library\n*Arcs\n1 2 4 w 3\n2 3\n*Edges\n3 1 2\n";
    let error = fault(text, Format::Pajek);
    assert_eq!(error.code, FormatCode::F11);
    assert!(
        error
            .to_string()
            .contains("2 ties have a direction and 1 have none"),
        "{error}"
    );
    let net = read(text.as_bytes(), Format::Pajek, &directed(true)).unwrap();
    assert_eq!(
        ties(&net),
        [
            tie("Ministry of Health", "School", 4.0),
            tie("Ministry of Health", "Clinic", 2.0),
            tie("School", "Clinic", 1.0),
            tie("Clinic", "Ministry of Health", 2.0)
        ]
    );
    assert_eq!(
        net.attribute("sector").and_then(|a| a.category(2)),
        Some("health")
    );
    assert_eq!(net.partners(), 4);
    let pairs = read(text.as_bytes(), Format::Pajek, &directed(false)).unwrap();
    assert_eq!((pairs.is_directed(), pairs.ties()), (false, 3));
    // Lists, a matrix, and relations.
    let text = "*Vertices 3\n*Arcslist\n1 2 3\n2 3\n";
    let lists = plain(text, Format::Pajek);
    assert_eq!(
        lists.iter_ties().collect::<Vec<_>>(),
        [(0, 1, None), (0, 2, None), (1, 2, None)]
    );
    assert_eq!(names(&lists), ["1", "2", "3"]);
    let matrix = plain("*Vertices 3\n*Matrix\n0 1 1\n0 0 1\n0 0 0\n", Format::Pajek);
    assert!(matrix.iter_ties().eq(lists.iter_ties()));
    let text = "*Vertices 2\n1 a\n2 b\n*Arcs :1 \"advice\"\n1 2\n*Arcs :2 \"trust\"\n2 1\n";
    assert_eq!(fault(text, Format::Pajek).code, FormatCode::F10);
    let net = read(text.as_bytes(), Format::Pajek, &relation("trust")).unwrap();
    assert_eq!(net.iter_ties().collect::<Vec<_>>(), [(1, 0, None)]);
    // Repeated labels cannot be ids.
    let net = plain("*Vertices 2\n1 a\n2 a\n*Edges\n1 2\n", Format::Pajek);
    assert_eq!(names(&net), ["1", "2"]);
    assert_eq!(net.attribute("name").and_then(|a| a.category(0)), Some("a"));
    assert_eq!(
        fault("*Vertices 5 2\n", Format::Pajek).code,
        FormatCode::F12
    );
}

#[test]
fn graphml_by_hand() {
    let text = r#"<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE graphml SYSTEM "file:///etc/passwd">
<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:y="http://www.yworks.com/xml/graphml">
  <key id="c" for="node" attr.name="colour" attr.type="string"><default>yellow</default></key>
  <key id="n" for="node" attr.name="size" attr.type="double"/>
  <key id="w" for="edge" attr.name="weight" attr.type="double"><default>2.5</default></key>
  <key id="y" for="node" yfiles.type="nodegraphics"/>
  <graph id="G" edgedefault="undirected">
    <edge source="n0" target="n1"><data key="w">1.0</data></edge>
    <node id="n0"><data key="c">gr&#252;n &amp; <![CDATA[<blau>]]></data><data key="n">1.50</data></node>
    <node id="n1"><data key="y"><y:ShapeNode><y:Fill/></y:ShapeNode></data></node>
    <node id="n2"/>
    <edge source="n1" target="n2"/>
  </graph>
</graphml>"#;
    let net = plain(text, Format::GraphMl);
    assert!(!net.is_directed());
    assert_eq!(names(&net), ["n0", "n1", "n2"]);
    assert_eq!(ties(&net), [tie("n0", "n1", 1.0), tie("n1", "n2", 2.5)]);
    let colour = net.attribute("colour").unwrap();
    assert_eq!(colour.category(0), Some("grün & <blau>"));
    assert_eq!(colour.category(2), Some("yellow"));
    assert_eq!(
        net.attribute("size").and_then(|a| a.category(0)),
        Some("1.50")
    );
    assert!(net.notes().iter().any(|n| n.contains("not text")));
    // An attribute as the id; the file's own ids stay as an attribute.
    let named = text.replace("attr.name=\"size\"", "attr.name=\"name\"");
    let options = ReadOptions {
        id: Some("name".to_owned()),
        ..ReadOptions::default()
    };
    assert_eq!(
        read(named.as_bytes(), Format::GraphMl, &options)
            .unwrap_err()
            .code,
        FormatCode::F05
    );
    let full = "<graphml><key id='k' for='node' attr.name='name'/><graph edgedefault='directed'>\
        <node id='n0'><data key='k'>Ann</data></node><node id='n1'><data key='k'>Bo</data></node>\
        <edge source='n1' target='n0'/></graph></graphml>";
    let net = read(full.as_bytes(), Format::GraphMl, &options).unwrap();
    assert_eq!(names(&net), ["Ann", "Bo"]);
    assert_eq!(
        net.attribute("file_id").and_then(|a| a.category(1)),
        Some("n1")
    );
    // One tie with a direction among ties without.
    let mixed = text.replace("target=\"n2\"", "target=\"n2\" directed=\"true\"");
    assert_eq!(fault(&mixed, Format::GraphMl).code, FormatCode::F11);
}

#[test]
fn xml_fetches_and_multiplies_nothing() {
    let bomb = "<!DOCTYPE g [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><graphml><graph><node id=\"&b;\"/></graph></graphml>";
    assert_eq!(fault(bomb, Format::GraphMl).code, FormatCode::F03);
    let outside = "<!DOCTYPE g [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><graphml><key id=\"k\" for=\"node\"/><graph><node id=\"x\"><data key=\"k\">&a;</data></node></graph></graphml>";
    assert_eq!(fault(outside, Format::GraphMl).code, FormatCode::F03);
    let deep = "<a>".repeat(100_000);
    assert_eq!(fault(&deep, Format::Gexf).code, FormatCode::F13);
    let nested = "<graphml><graph edgedefault='directed'>\n<node id='a'>\n<graph edgedefault='directed'/></node></graph></graphml>";
    let error = fault(nested, Format::GraphMl);
    assert_eq!(
        (error.code, error.place),
        (FormatCode::F12, Some(("line", 3)))
    );
}

/// After the primer of GEXF 1.2.
#[test]
fn gexf_by_hand() {
    let text = r#"<gexf xmlns="http://www.gexf.net/1.2draft" version="1.2">
  <graph mode="static" defaultedgetype="directed">
    <attributes class="node"><attribute id="0" title="url" type="string"/><attribute id="1" title="frog" type="boolean"><default>true</default></attribute></attributes>
    <nodes>
      <node id="0" label="Gephi"><attvalues><attvalue for="0" value="https://gephi.org"/></attvalues></node>
      <node id="1" label="Webatlas"><attvalues><attvalue for="1" value="false"/></attvalues></node>
      <node id="2" label="2"/>
    </nodes>
    <edges><edge id="0" source="0" target="1" weight="2.0"/><edge id="1" source="1" target="2" type="mutual"/></edges>
  </graph>
</gexf>"#;
    let net = plain(text, Format::Gexf);
    // An edge without a weight has 1, as the format says.
    assert_eq!(
        ties(&net),
        [tie("0", "1", 2.0), tie("1", "2", 1.0), tie("2", "1", 1.0)]
    );
    assert_eq!(
        net.attribute("name").and_then(|a| a.category(0)),
        Some("Gephi")
    );
    assert_eq!(net.attribute("name").and_then(|a| a.category(2)), None);
    assert_eq!(
        net.attribute("frog").and_then(|a| a.category(2)),
        Some("true")
    );
    assert_eq!(net.attribute("url").and_then(|a| a.category(1)), None);
}

#[test]
fn matrix_and_survey_by_hand() {
    let matrix = ",a,b,c\na,0,2,\nb,0,0,1\nc,,,\n";
    let net = plain(matrix, Format::Matrix);
    assert_eq!(ties(&net), [tie("a", "b", 2.0), tie("b", "c", 1.0)]);
    let states: Vec<TieState> = [(0, 2), (1, 0), (2, 0)]
        .map(|(i, j)| net.state(i, j))
        .to_vec();
    assert_eq!(
        states,
        [TieState::Unknown, TieState::NoTie, TieState::Unknown]
    );
    assert!(!net.observed().answered(2));
    // As pairs: one side's blank does not contradict the other's tie, its 0 does.
    let error = read(matrix.as_bytes(), Format::Matrix, &directed(false)).unwrap_err();
    assert_eq!(
        (error.code, error.place),
        (FormatCode::F11, Some(("line", 2)))
    );
    let pairs = read(
        ",a,b,c\na,0,,1\nb,2,0,0\nc,1,0,0\n".as_bytes(),
        Format::Matrix,
        &directed(false),
    )
    .unwrap();
    assert_eq!(ties(&pairs), [tie("a", "b", 2.0), tie("a", "c", 1.0)]);
    // A partner without a row was not asked; one with an empty row did not answer.
    let survey = "respondent,a,b,c\na,,yes,no\nb,,,\n";
    let net = plain(survey, Format::Survey);
    let observed = net.observed();
    assert_eq!(
        [0, 1, 2].map(|i| (observed.asked(i), observed.answered(i))),
        [(true, true), (true, false), (false, false)]
    );
    assert_eq!(net.iter_ties().collect::<Vec<_>>(), [(0, 1, None)]);
    assert_eq!(net.coverage().arcs_observed, 2);
    // Partner x question.
    let survey = "id;a: trust;a: talk;b: trust;b: talk\na;;;3;\nb;0;1;;\n";
    assert_eq!(fault(survey, Format::Survey).code, FormatCode::F10);
    let net = read(survey.as_bytes(), Format::Survey, &relation("trust")).unwrap();
    assert_eq!(ties(&net), [tie("a", "b", 3.0)]);
    assert_eq!(net.state(1, 0), TieState::NoTie);
    let net = read(survey.as_bytes(), Format::Survey, &relation("talk")).unwrap();
    assert_eq!(net.iter_ties().collect::<Vec<_>>(), [(1, 0, None)]);
    assert_eq!(net.state(0, 1), TieState::Unknown);
}

#[test]
fn edge_lists_by_hand() {
    // Gephi's spreadsheet columns.
    let ties_csv = b"Source,Target,Type,Weight\nx,y,Undirected,2\ny,z,Undirected,0.5\n";
    let partners = b"Id,Label,sector\nx,X ltd,health\ny,Y inc,\nz,Z,school\nw,W,school\n";
    let net = read_with_partners(
        ties_csv,
        Some(partners),
        Format::EdgeList,
        &ReadOptions::default(),
    )
    .unwrap();
    assert!(!net.is_directed());
    assert_eq!(ties(&net), [tie("x", "y", 2.0), tie("y", "z", 0.5)]);
    assert_eq!(net.partners(), 4);
    assert_eq!(
        net.attribute("Label").and_then(|a| a.category(3)),
        Some("W")
    );
    assert_eq!(net.attribute("sector").and_then(|a| a.category(1)), None);
    // Kinds of ties in "type" are relations.
    let kinds = "from,to,type\na,b,advice\nb,a,trust\n";
    assert_eq!(fault(kinds, Format::EdgeList).code, FormatCode::F10);
    let net = read(kinds.as_bytes(), Format::EdgeList, &relation("trust")).unwrap();
    assert_eq!(net.ties(), 1);
    // A name that is not among the partners, with the closest.
    let error = read_with_partners(
        b"source,target\nx,zz\n",
        Some(partners),
        Format::EdgeList,
        &ReadOptions::default(),
    )
    .unwrap_err();
    assert_eq!(
        error.to_string(),
        "F06 line 2: \"zz\" is not among the partners. Closest: \"z\". Correct it, or add the partner."
    );
}

#[test]
fn repeats_self_ties_and_values_are_placed() {
    let text = "dl n=3 format=edgelist1\ndata:\n1 2 3\n1 2 5\n";
    let error = fault(text, Format::Dl);
    assert_eq!(
        (error.code, error.place),
        (FormatCode::F08, Some(("line", 4)))
    );
    assert!(error.to_string().contains("first in line 3"), "{error}");
    let options = ReadOptions {
        duplicates: Duplicates::Sum,
        ..ReadOptions::default()
    };
    let net = read(text.as_bytes(), Format::Dl, &options).unwrap();
    assert_eq!(net.iter_ties().collect::<Vec<_>>(), [(0, 1, Some(8.0))]);
    assert!(net.notes()[0].starts_with("Combined by the rule \"sum\""));
    let text = "*Vertices 2\n*Arcs\n1 1\n1 2\n";
    let error = fault(text, Format::Pajek);
    assert_eq!(
        (error.code, error.place),
        (FormatCode::F07, Some(("line", 3)))
    );
    let options = ReadOptions {
        self_ties: SelfTies::Drop,
        ..ReadOptions::default()
    };
    assert_eq!(
        read(text.as_bytes(), Format::Pajek, &options)
            .unwrap()
            .ties(),
        1
    );
    for value in ["-1", "0", "nan", "inf", "x"] {
        let error = fault(&format!("*Vertices 2\n*Arcs\n1 2 {value}\n"), Format::Pajek);
        assert_eq!(
            (error.code, error.place),
            (FormatCode::F09, Some(("line", 3))),
            "{value}"
        );
    }
    let some =
        "{\"nodes\":[{\"id\":1},{\"id\":2}],\"edges\":[{\"source\":1,\"target\":2,\"w\":\"x\"}]}";
    let options = ReadOptions {
        value: ValueField::Named("w".to_owned()),
        ..ReadOptions::default()
    };
    let error = read(some.as_bytes(), Format::NodeLink, &options).unwrap_err();
    assert_eq!(
        (error.code, error.place),
        (FormatCode::F09, Some(("edge", 1)))
    );
    assert!(!plain(some, Format::NodeLink).is_valued());
}

#[test]
fn formats_are_told_by_name_and_content() {
    for (name, text, format) in [
        ("a.graphml", "", Format::GraphMl),
        ("A.GEXF", "", Format::Gexf),
        ("a.net", "", Format::Pajek),
        (
            "a.json",
            "{\"elements\":[],\"connections\":[]}",
            Format::Kumu,
        ),
        ("a.json", "{\"nodes\":[]}", Format::NodeLink),
        ("a.csv", "From,To\na,b\n", Format::EdgeList),
        ("a.csv", ",a,b\na,0,1\nb,1,0\n", Format::Matrix),
        ("a.csv", "who,a,b\nb,1,\n", Format::Survey),
        ("a.xml", "<?xml version='1.0'?><gexf/>", Format::Gexf),
        ("a.txt", "DL n=3\n", Format::Dl),
        ("a.txt", "*Vertices 3\n", Format::Pajek),
        ("a.txt", "*Node data\n", Format::Vna),
    ] {
        assert_eq!(detect(name, text.as_bytes()), Some(format), "{name} {text}");
    }
    assert_eq!(detect("a.png", b"*Vertices 3"), None);
    assert_eq!(detect("a.txt", b"hello"), None);
}

// ---- there and back --------------------------------------------------------------------------------

/// A network with everything in it: names with quotes, line ends and other scripts; an isolate.
fn rich(directed: bool, valued: bool, observed: Observed) -> Network {
    let names = [
        "École \"du Lac\"",
        "two\nlines",
        "a, b; c",
        "<&>",
        "two  blanks",
        "日本",
        "0",
    ];
    let options = BuildOptions {
        directed,
        labels: Labels::named(names.map(str::to_owned).to_vec()).unwrap(),
        ..BuildOptions::default()
    };
    let value = [0.1, 2.0, 1e300, 3.5];
    let ties = Ties {
        source: &[0, 1, 2, 4],
        target: &[1, 2, 5, 0],
        value: valued.then_some(&value[..]),
    };
    let sector = [
        Some("health"),
        None,
        Some("say \"hi\""),
        Some("<b>&amp;"),
        Some("x\ty\nz"),
        Some("1.50"),
        Some("é"),
    ];
    Network::from_ties(7, &ties, &options)
        .unwrap()
        .with_partner_data(
            &[2, 5],
            vec![
                Attribute::new("sector of work", &sector),
                Attribute::new("name", &sector),
            ],
        )
        .unwrap()
        .with_observed(observed)
        .unwrap()
}

fn observed() -> Observed {
    Observed::survey(&Survey {
        asked: vec![true, true, true, true, true, true, false],
        answered: vec![true, true, true, false, true, false, false],
        blank: vec![(0, 2), (2, 0), (4, 6)],
        ..Survey::default()
    })
    .unwrap()
}

fn back(written: &Written, format: Format, directed: bool) -> Network {
    let options = ReadOptions {
        directed: Some(directed),
        ..ReadOptions::default()
    };
    read_with_partners(
        &written.bytes,
        written.partners.as_deref(),
        format,
        &options,
    )
    .unwrap_or_else(|error| {
        panic!(
            "{format}: {error}\n{}",
            String::from_utf8_lossy(&written.bytes)
        )
    })
}

fn same_states(a: &Network, b: &Network) {
    let n = a.partners() as u32;
    for i in 0..n {
        for j in 0..n {
            assert_eq!(a.state(i, j), b.state(i, j), "{i} {j}");
        }
    }
}

const WHOLE: [Format; 5] = [
    Format::GraphMl,
    Format::Gexf,
    Format::Kumu,
    Format::NodeLink,
    Format::EdgeList,
];

#[test]
fn whole_formats_keep_everything() {
    for format in WHOLE {
        for (directed, valued) in [(true, true), (true, false), (false, true), (false, false)] {
            for survey in [Observed::complete(), observed()] {
                let net = rich(directed, valued, survey);
                let written = write(&net, format).unwrap();
                assert!(
                    written.notes.iter().all(|n| n.contains("\"name\"")),
                    "{format}: {:?}",
                    written.notes
                );
                let options = ReadOptions::default(); // direction is in the file
                let again = read_with_partners(
                    &written.bytes,
                    written.partners.as_deref(),
                    format,
                    &options,
                )
                .unwrap();
                assert_eq!(names(&again), names(&net), "{format}");
                assert_eq!((again.is_directed(), again.is_valued()), (directed, valued));
                assert!(again.iter_ties().eq(net.iter_ties()), "{format}");
                assert_eq!(again.backbone(), net.backbone());
                let sector = |net: &Network| net.attribute("sector of work").cloned();
                assert_eq!(sector(&again), sector(&net), "{format}");
                same_states(&again, &net);
                let status = |net: &Network| {
                    (0..7)
                        .map(|i| (net.observed().asked(i), net.observed().answered(i)))
                        .collect::<Vec<_>>()
                };
                assert_eq!(status(&again), status(&net), "{format}");
                assert_eq!(again.observed().is_complete(), net.observed().is_complete());
            }
        }
    }
}

#[test]
fn matrices_keep_what_is_unknown() {
    for format in [Format::Matrix, Format::Survey] {
        let net = rich(true, true, observed());
        let again = back(&write(&net, format).unwrap(), format, true);
        same_states(&again, &net);
        assert!(again.iter_ties().eq(net.iter_ties()));
        let pairs = rich(false, true, observed());
        let again = back(&write(&pairs, format).unwrap(), format, false);
        same_states(&again, &pairs);
        assert!(again.iter_ties().eq(pairs.iter_ties()));
    }
    let net = rich(true, true, observed());
    let again = back(&write(&net, Format::Survey).unwrap(), Format::Survey, true);
    let asked = |net: &Network| (0..7).map(|i| net.observed().asked(i)).collect::<Vec<_>>();
    assert_eq!(asked(&again), asked(&net));
}

#[test]
fn what_a_format_cannot_hold_is_told() {
    for format in [Format::Pajek, Format::Dl, Format::Vna] {
        let net = rich(false, true, observed());
        let written = write(&net, format).unwrap();
        let notes = written.notes.join("\n");
        assert_eq!(
            notes.contains("attributes of the partners"),
            format != Format::Vna,
            "{notes}"
        );
        assert_eq!(notes.contains("backbone"), format != Format::Vna, "{notes}");
        assert_eq!(notes.contains("unknown"), format != Format::Vna, "{notes}");
        assert_eq!(
            notes.contains("left open"),
            format == Format::Vna,
            "{notes}"
        );
        assert_eq!(
            notes.contains("directed=False"),
            format != Format::Pajek,
            "{notes}"
        );
        assert!(notes.contains("in 2 names were replaced"), "{notes}");
        let again = back(&written, format, false);
        assert_eq!(again.partners(), 7);
        assert!(again.iter_ties().eq(net.iter_ties()), "{format}");
        assert_eq!(names(&again)[5], "日本");
        assert_eq!(names(&again)[0], "École 'du Lac'");
    }
    let distances = BuildOptions {
        values: ValueMeans::Distance,
        ..BuildOptions::default()
    };
    let ties = Ties {
        source: &[0],
        target: &[1],
        value: Some(&[1.0]),
    };
    let net = Network::from_ties(2, &ties, &distances).unwrap();
    let notes = write(&net, Format::Pajek).unwrap().notes.join("\n");
    assert!(
        notes.contains("value_means=\"distance\"") && notes.contains("All values are 1"),
        "{notes}"
    );
    let taken = net
        .with_partner_data(&[], vec![Attribute::new("id", &[Some("x"), None])])
        .unwrap();
    let written = write(&taken, Format::NodeLink).unwrap();
    assert!(
        written
            .notes
            .iter()
            .any(|n| n.contains("is called \"id_\""))
    );
    let control = Labels::named(vec!["form\u{c}feed".to_owned()]).unwrap();
    let odd = Network::from_ties(
        1,
        &Ties::default(),
        &BuildOptions {
            labels: control,
            ..BuildOptions::default()
        },
    )
    .unwrap();
    assert_eq!(write(&odd, Format::Gexf).unwrap_err().code, FormatCode::F12);
}

fn small_network() -> impl Strategy<Value = Network> {
    let ties = prop::collection::btree_map((0u32..6, 0u32..6), 1u32..9, 0..14);
    (
        ties,
        any::<bool>(),
        any::<bool>(),
        prop::collection::vec(any::<(bool, bool)>(), 6),
    )
        .prop_map(|(ties, directed, valued, status)| {
            let ties: Vec<(u32, u32, f64)> = ties
                .into_iter()
                .filter(|&((i, j), _)| if directed { i != j } else { i < j })
                // Reports only of those who answered.
                .filter(|&((i, _), _)| status[i as usize] == (true, true))
                .map(|((i, j), v)| (i, j, f64::from(v) / 4.0))
                .collect();
            let source: Vec<u32> = ties.iter().map(|t| t.0).collect();
            let target: Vec<u32> = ties.iter().map(|t| t.1).collect();
            let value: Vec<f64> = ties.iter().map(|t| t.2).collect();
            let ties = Ties {
                source: &source,
                target: &target,
                value: valued.then_some(&value[..]),
            };
            let labels = Labels::named((0..6).map(|i| format!("p{i}")).collect()).unwrap();
            let options = BuildOptions {
                directed,
                labels,
                ..BuildOptions::default()
            };
            let survey = Survey {
                asked: status.iter().map(|s| s.0).collect(),
                answered: status.iter().map(|s| s.0 && s.1).collect(),
                ..Survey::default()
            };
            let net = Network::from_ties(6, &ties, &options).unwrap();
            net.with_observed(Observed::survey(&survey).unwrap())
                .unwrap()
        })
}

proptest! {
    #[test]
    fn any_network_there_and_back(net in small_network(), which in 0..Format::NAMES.len()) {
        let format = Format::NAMES[which].1;
        let written = write(&net, format).unwrap();
        let directed = net.is_directed();
        if matches!(format, Format::Pajek | Format::Dl | Format::Vna | Format::Matrix | Format::Survey)
            && written.notes.iter().any(|n| n.starts_with("All values are 1"))
        {
            return Ok(());
        }
        let again = back(&written, format, directed);
        prop_assert_eq!(names(&again), names(&net));
        prop_assert_eq!(again.iter_ties().collect::<Vec<_>>(), net.iter_ties().collect::<Vec<_>>());
        if matches!(format, Format::Pajek | Format::Dl) {
            let unknown = net.unknown_pairs().count() > 0;
            prop_assert_eq!(unknown, written.notes.iter().any(|n| n.contains("cells are unknown")));
        } else {
            same_states(&again, &net);
        }
    }

    /// A file with bytes changed, cut or doubled is read or refused; it never ends the program.
    #[test]
    fn mangled_files_are_read_or_refused(
        which in 0..Format::NAMES.len(),
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0u8..4), 1..6),
    ) {
        let format = Format::NAMES[which].1;
        let mut bytes = write(&rich(true, true, observed()), format).unwrap().bytes;
        for (at, byte, kind) in changes {
            if bytes.is_empty() {
                break;
            }
            let at = at.index(bytes.len());
            match kind {
                0 => bytes[at] = byte,
                1 => bytes.truncate(at),
                2 => bytes.insert(at, byte),
                _ => {
                    let rest = bytes[at..].to_vec();
                    bytes.extend(rest);
                }
            }
        }
        for (_, format) in Format::NAMES {
            if let Err(error) = read(&bytes, *format, &ReadOptions::default()) {
                prop_assert!(!error.to_string().is_empty());
            }
        }
        let _ = detect("a.csv", &bytes);
    }

    #[test]
    fn noise_is_refused(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        for (_, format) in Format::NAMES {
            let _ = read(&bytes, *format, &ReadOptions::default());
        }
    }
}
