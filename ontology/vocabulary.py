"""The terms that the graph speaks, as full IRIs: the only place that names them.

One class a namespace, one constant a term, spelt in capitals: ``Eli.BASED_ON`` is ``eli:based_on``. Foreign terms are
those of ELI, ORG, PROV-O, OWL-Time, SKOS, Web Annotation, DCTERMS and schema.org; ``Cancu`` holds what these lack, each
defined in ``ontology/cancu.ttl``.

>>> Eli.BASED_ON
'http://data.europa.eu/eli/ontology#based_on'
>>> shorten(Eli.BASED_ON)
'eli:based_on'
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_CANCU = "https://cancu.example/ontology#"
_DCTERMS = "http://purl.org/dc/terms/"
_ELI = "http://data.europa.eu/eli/ontology#"
_OA = "http://www.w3.org/ns/oa#"
_ORG = "http://www.w3.org/ns/org#"
_OWL = "http://www.w3.org/2002/07/owl#"
_PROV = "http://www.w3.org/ns/prov#"
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_SCHEMA = "https://schema.org/"
_SD = "http://www.w3.org/ns/sparql-service-description#"
_SKOS = "http://www.w3.org/2004/02/skos/core#"
_TIME = "http://www.w3.org/2006/time#"
_VOID = "http://rdfs.org/ns/void#"
_XSD = "http://www.w3.org/2001/XMLSchema#"

PREFIXES: Final[Mapping[str, str]] = MappingProxyType({
    "cancu": _CANCU,
    "dcterms": _DCTERMS,
    "eli": _ELI,
    "oa": _OA,
    "org": _ORG,
    "owl": _OWL,
    "prov": _PROV,
    "rdf": _RDF,
    "rdfs": _RDFS,
    "schema": _SCHEMA,
    "skos": _SKOS,
    "time": _TIME,
    "xsd": _XSD,
})  # fmt: skip
"""The prefixes of every file, query and page, in the order of their names."""

REGISTERS: Final = "https://cancu.example/ontology/"
"""Where the rows of the registers are; like terms, they do not change with the base of a store."""
TYPE_SCHEME: Final = "https://cancu.example/ontology/type"
ROLE_SCHEME: Final = "https://cancu.example/ontology/role"
RELATION_SCHEME: Final = "https://cancu.example/ontology/relation"


class Rdf:
    """RDF 1.1."""

    OBJECT: Final = _RDF + "object"
    PREDICATE: Final = _RDF + "predicate"
    SUBJECT: Final = _RDF + "subject"
    TYPE: Final = _RDF + "type"


class Rdfs:
    """RDF Schema 1.1."""

    LABEL: Final = _RDFS + "label"


class Xsd:
    """XML Schema datatypes."""

    BOOLEAN: Final = _XSD + "boolean"
    DATE: Final = _XSD + "date"
    DATE_TIME: Final = _XSD + "dateTime"
    DECIMAL: Final = _XSD + "decimal"
    DURATION: Final = _XSD + "duration"
    G_MONTH_DAY: Final = _XSD + "gMonthDay"
    G_YEAR: Final = _XSD + "gYear"
    INTEGER: Final = _XSD + "integer"
    STRING: Final = _XSD + "string"


class Skos:
    """SKOS: the registers of types, roles, relations and names."""

    ALT_LABEL: Final = _SKOS + "altLabel"
    CONCEPT: Final = _SKOS + "Concept"
    CONCEPT_SCHEME: Final = _SKOS + "ConceptScheme"
    DEFINITION: Final = _SKOS + "definition"
    EXAMPLE: Final = _SKOS + "example"
    HIDDEN_LABEL: Final = _SKOS + "hiddenLabel"
    IN_SCHEME: Final = _SKOS + "inScheme"
    NOTATION: Final = _SKOS + "notation"
    PREF_LABEL: Final = _SKOS + "prefLabel"
    RELATED: Final = _SKOS + "related"
    SCOPE_NOTE: Final = _SKOS + "scopeNote"


class Dcterms:
    """Dublin Core terms."""

    DATE: Final = _DCTERMS + "date"
    IDENTIFIER: Final = _DCTERMS + "identifier"
    SOURCE: Final = _DCTERMS + "source"
    TITLE: Final = _DCTERMS + "title"


class Eli:
    """European Legislation Identifier, ontology 1.x."""

    AMENDS: Final = _ELI + "amends"
    BASED_ON: Final = _ELI + "based_on"
    CITES: Final = _ELI + "cites"
    CONSOLIDATES: Final = _ELI + "consolidates"
    CORRECTS: Final = _ELI + "corrects"
    DATE_DOCUMENT: Final = _ELI + "date_document"
    ENSURES_IMPLEMENTATION_OF: Final = _ELI + "ensures_implementation_of"
    HAS_ANNEX: Final = _ELI + "has_annex"
    HAS_PART: Final = _ELI + "has_part"
    IS_PART_OF: Final = _ELI + "is_part_of"
    IS_REALIZED_BY: Final = _ELI + "is_realized_by"
    LANGUAGE: Final = _ELI + "language"
    LEGAL_EXPRESSION: Final = _ELI + "LegalExpression"
    LEGAL_RESOURCE: Final = _ELI + "LegalResource"
    LEGAL_RESOURCE_SUBDIVISION: Final = _ELI + "LegalResourceSubdivision"
    NUMBER: Final = _ELI + "number"
    PASSED_BY: Final = _ELI + "passed_by"
    REALIZES: Final = _ELI + "realizes"
    RELATED_TO: Final = _ELI + "related_to"
    REPEALS: Final = _ELI + "repeals"
    TITLE: Final = _ELI + "title"
    TYPE_DOCUMENT: Final = _ELI + "type_document"


class Org:
    """The Organization Ontology."""

    CHANGE_EVENT: Final = _ORG + "ChangeEvent"
    CLASSIFICATION: Final = _ORG + "classification"
    ORGANIZATION: Final = _ORG + "Organization"
    ORIGINAL_ORGANIZATION: Final = _ORG + "originalOrganization"
    RESULTING_ORGANIZATION: Final = _ORG + "resultingOrganization"
    ROLE: Final = _ORG + "Role"


class Prov:
    """PROV-O: how statements came about."""

    ENTITY: Final = _PROV + "Entity"
    GENERATED_AT_TIME: Final = _PROV + "generatedAtTime"
    WAS_DERIVED_FROM: Final = _PROV + "wasDerivedFrom"
    WAS_REVISION_OF: Final = _PROV + "wasRevisionOf"


class Time:
    """OWL-Time: deadlines and periods."""

    HAS_BEGINNING: Final = _TIME + "hasBeginning"
    HAS_END: Final = _TIME + "hasEnd"
    HAS_XSD_DURATION: Final = _TIME + "hasXSDDuration"
    INSTANT: Final = _TIME + "Instant"
    IN_XSD_DATE: Final = _TIME + "inXSDDate"
    PROPER_INTERVAL: Final = _TIME + "ProperInterval"
    TEMPORAL_ENTITY: Final = _TIME + "TemporalEntity"


class Schema:
    """schema.org."""

    CREATIVE_WORK: Final = _SCHEMA + "CreativeWork"
    ENCODING_FORMAT: Final = _SCHEMA + "encodingFormat"
    MAX_VALUE: Final = _SCHEMA + "maxValue"
    MIN_VALUE: Final = _SCHEMA + "minValue"
    NAME: Final = _SCHEMA + "name"
    POSITION: Final = _SCHEMA + "position"
    QUANTITATIVE_VALUE: Final = _SCHEMA + "QuantitativeValue"
    UNIT_TEXT: Final = _SCHEMA + "unitText"
    URL: Final = _SCHEMA + "url"
    VALID_FROM: Final = _SCHEMA + "validFrom"
    VALID_THROUGH: Final = _SCHEMA + "validThrough"


class Oa:
    """Web Annotation: evidence as a position and a quote in the text."""

    END: Final = _OA + "end"
    EXACT: Final = _OA + "exact"
    HAS_SELECTOR: Final = _OA + "hasSelector"
    HAS_SOURCE: Final = _OA + "hasSource"
    SPECIFIC_RESOURCE: Final = _OA + "SpecificResource"
    START: Final = _OA + "start"
    TEXT_POSITION_SELECTOR: Final = _OA + "TextPositionSelector"
    TEXT_QUOTE_SELECTOR: Final = _OA + "TextQuoteSelector"


class Cancu:
    """Our own terms, defined in ``ontology/cancu.ttl``."""

    # strata and registers
    ADMINISTRATIVE: Final = _CANCU + "Administrative"
    NORMATIVE: Final = _CANCU + "Normative"
    PARTY: Final = _CANCU + "Party"
    ABBREVIATION: Final = _CANCU + "Abbreviation"
    AGENCY_HEAD: Final = _CANCU + "AgencyHead"
    DOCUMENT_TYPE: Final = _CANCU + "DocumentType"
    ISSUER_CODE: Final = _CANCU + "IssuerCode"
    POSITION_HEAD: Final = _CANCU + "PositionHead"
    CONFIDENCE: Final = _CANCU + "confidence"
    IDENTIFIED_BY_NAME: Final = _CANCU + "identifiedByName"
    INVERSE_READING: Final = _CANCU + "inverseReading"
    PROPERTY: Final = _CANCU + "property"
    STRATUM: Final = _CANCU + "stratum"
    STRATUM_CLASS: Final = _CANCU + "Stratum"

    KNOWN_DOCUMENT: Final = _CANCU + "KnownDocument"
    CONGRESS_TERM: Final = _CANCU + "CongressTerm"
    IN_CONGRESS_TERM: Final = _CANCU + "congressTerm"

    # agencies and their changes
    AGENCY_TEMPLATE: Final = _CANCU + "AgencyTemplate"
    COLLECTIVE: Final = _CANCU + "Collective"
    PROVINCE: Final = _CANCU + "Province"
    KIND: Final = _CANCU + "kind"
    LEVEL: Final = _CANCU + "level"
    IN_PROVINCE: Final = _CANCU + "inProvince"
    LEADS_BODY: Final = _CANCU + "leadsBody"
    LEGAL_BASIS: Final = _CANCU + "legalBasis"
    MEMBER_KIND: Final = _CANCU + "memberKind"
    MEMBER_LEVEL: Final = _CANCU + "memberLevel"
    OF_UNITS: Final = _CANCU + "ofUnits"
    LABEL_PATTERN: Final = _CANCU + "labelPattern"
    NAMED_BY_PLACE: Final = _CANCU + "namedByPlace"
    ONLY_IN: Final = _CANCU + "onlyIn"
    EXCEPT_IN: Final = _CANCU + "exceptIn"
    PARTIAL_TRANSFER: Final = _CANCU + "partialTransfer"
    ENDS_LEVEL: Final = _CANCU + "endsLevel"

    # relations that ELI lacks
    APPROVES: Final = _CANCU + "approves"
    CONTINUES_IMPLEMENTATION_OF: Final = _CANCU + "continuesImplementationOf"
    GUIDES: Final = _CANCU + "guides"
    REPLACES: Final = _CANCU + "replaces"

    # the document and its parts
    CITED_DOCUMENT: Final = _CANCU + "CitedDocument"
    TEXT: Final = _CANCU + "text"
    TEXT_HASH: Final = _CANCU + "textHash"
    FILE_NAME: Final = _CANCU + "fileName"
    FINGERPRINT: Final = _CANCU + "fingerprint"
    CURRENT_VERSION: Final = _CANCU + "currentVersion"
    LOCATOR: Final = _CANCU + "locator"
    MARK: Final = _CANCU + "mark"
    HEADING: Final = _CANCU + "heading"
    HEADING_PATH: Final = _CANCU + "headingPath"
    PART_KIND: Final = _CANCU + "partKind"
    REFERS_TO: Final = _CANCU + "refersTo"
    STATED_PERIOD: Final = _CANCU + "statedPeriod"
    SIGNATURE: Final = _CANCU + "Signature"
    SIGNED_BY: Final = _CANCU + "signedBy"
    OFFICE: Final = _CANCU + "office"
    CAPACITY: Final = _CANCU + "capacity"
    SENT_TO: Final = _CANCU + "sentTo"
    PRINTED: Final = _CANCU + "printed"
    ABSENT_VALUE: Final = _CANCU + "AbsentValue"
    HAS_ABSENT_VALUE: Final = _CANCU + "hasAbsentValue"
    FIELD: Final = _CANCU + "field"
    ISSUE: Final = _CANCU + "Issue"
    HAS_ISSUE: Final = _CANCU + "hasIssue"
    MESSAGE: Final = _CANCU + "message"

    # statements and their evidence
    RELATION_STATEMENT: Final = _CANCU + "RelationStatement"
    MENTION: Final = _CANCU + "Mention"
    EVIDENCE: Final = _CANCU + "evidence"
    RULE: Final = _CANCU + "rule"
    INFERRED: Final = _CANCU + "inferred"
    REASON: Final = _CANCU + "reason"
    OPERATIVE: Final = _CANCU + "operative"
    ARTICLE: Final = _CANCU + "article"
    PARTIAL_REFERENCE: Final = _CANCU + "PartialReference"
    IDENTIFIED_WITH: Final = _CANCU + "identifiedWith"
    CANDIDATE: Final = _CANCU + "candidate"

    # tasks, assignments, targets
    ASSIGNMENT: Final = _CANCU + "Assignment"
    TARGET: Final = _CANCU + "Target"
    TASK: Final = _CANCU + "Task"
    OF_TASK: Final = _CANCU + "ofTask"
    ASSIGNED_TO: Final = _CANCU + "assignedTo"
    COMPETENCE: Final = _CANCU + "Competence"
    HELD_BY: Final = _CANCU + "heldBy"
    IN_ROLE: Final = _CANCU + "inRole"
    DUE: Final = _CANCU + "due"
    DEADLINE: Final = _CANCU + "Deadline"
    YEARLY_DUE: Final = _CANCU + "yearlyDue"
    CONTINUOUS: Final = _CANCU + "continuous"
    RELATIVE_PERIOD: Final = _CANCU + "relativePeriod"
    RECIPIENT: Final = _CANCU + "recipient"
    COUNTERPART: Final = _CANCU + "counterpart"
    TASK_GROUP: Final = _CANCU + "taskGroup"
    EXPECTED_RESULT: Final = _CANCU + "expectedResult"
    VALUE: Final = _CANCU + "value"
    BY_YEAR: Final = _CANCU + "byYear"
    IS_PERCENTAGE: Final = _CANCU + "isPercentage"
    PER_PERIOD: Final = _CANCU + "perPeriod"


class Sd:
    """SPARQL 1.1 Service Description."""

    DATASET: Final = _SD + "Dataset"
    DEFAULT_DATASET: Final = _SD + "defaultDataset"
    DEFAULT_GRAPH: Final = _SD + "defaultGraph"
    ENDPOINT: Final = _SD + "endpoint"
    FEATURE: Final = _SD + "feature"
    GRAPH: Final = _SD + "graph"
    GRAPH_CLASS: Final = _SD + "Graph"
    NAME: Final = _SD + "name"
    NAMED_GRAPH: Final = _SD + "namedGraph"
    NAMED_GRAPH_CLASS: Final = _SD + "NamedGraph"
    RESULT_FORMAT: Final = _SD + "resultFormat"
    SERVICE: Final = _SD + "Service"
    SPARQL_11_QUERY: Final = _SD + "SPARQL11Query"
    SUPPORTED_LANGUAGE: Final = _SD + "supportedLanguage"
    UNION_DEFAULT_GRAPH: Final = _SD + "UnionDefaultGraph"


class Void:
    """Vocabulary of Interlinked Datasets."""

    DATASET: Final = _VOID + "Dataset"
    SPARQL_ENDPOINT: Final = _VOID + "sparqlEndpoint"
    TRIPLES: Final = _VOID + "triples"
    VOCABULARY: Final = _VOID + "vocabulary"


def shorten(iri: str) -> str:
    """Return ``iri`` with its prefix, or unchanged when no namespace of ours holds it."""
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri
