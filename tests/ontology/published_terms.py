"""The terms of vocabularies for which rdflib bundles no file, as their publishers list them.

ELI: the classes and properties of the ELI ontology (Publications Office of the European Union,
http://data.europa.eu/eli/ontology). OA: Web Annotation Vocabulary, W3C Recommendation of 23 February 2017. SD: SPARQL
1.1 Service Description, W3C Recommendation of 21 March 2013. Only what may be used here: ``eli:implements`` is
deprecated and ``eli:responsibility_of_agent`` means the author of a document, not the holder of a duty; both are left
out.
"""

from typing import Final

_ELI = """
AdministrativeArea Agent ComplexWork Expression Format FormatType InForce Language LegalExpression LegalResource
LegalResourceSubdivision LegalValue Manifestation Organization Person ResourceType SubdivisionType Version Work
WorkSubdivision WorkType
amended_by amends applied_by applies based_on basis_for changed_by changes cited_by cited_by_case_law cites commenced_by
commences consolidated_by consolidates corrected_by corrects countersigned_by embodies ensures_implementation_of format
has_annex has_another_publication has_derivative has_member has_part has_translation implementation_ensured_by in_force
is_about is_annex_of is_another_publication_of is_derivative_of is_embodied_by is_exemplified_by is_member_of is_part_of
is_realized_by is_referred_to_by is_translation_of jurisdiction language legal_value licence media_type passed_by
published_in_format publisher_agent publishes realizes refers_to related_to relevant_for repealed_by repeals
rightsholder_agent transposed_by transposes type_document type_subdivision uri_schema version work_type
date_applicability date_document date_no_longer_in_force date_publication description first_date_entry_in_force id_local
number published_in publisher rights rightsholder title title_alternative title_short version_date
"""
ELI: Final = frozenset(_ELI.split())
_OA = """
Annotation Choice CssSelector CssStyle DataPositionSelector Direction FragmentSelector HttpRequestState Motivation
PreferContainedDescriptions PreferContainedIRIs RangeSelector ResourceSelection Selector SpecificResource State Style
SvgSelector TextPositionSelector TextQuoteSelector TextualBody TimeState XPathSelector
annotationService bodyValue cachedSource canonical end exact hasBody hasEndSelector hasPurpose hasScope hasSelector
hasSource hasStartSelector hasState hasTarget motivatedBy prefix processingLanguage refinedBy renderedVia sourceDate
sourceDateEnd sourceDateStart start styleClass styledBy suffix textDirection via
"""
OA: Final = frozenset(_OA.split())
_SD = """
Aggregate BasicFederatedQuery Dataset DereferencesURIs EmptyGraphs EntailmentProfile EntailmentRegime Feature Function
Graph GraphCollection Language NamedGraph RequiresDataset SPARQL10Query SPARQL11Query SPARQL11Update Service
UnionDefaultGraph
availableGraphs defaultDataset defaultEntailmentRegime defaultGraph defaultSupportedEntailmentProfile endpoint
entailmentRegime extensionAggregate extensionFunction feature graph inputFormat languageExtension name namedGraph
propertyFeature resultFormat supportedEntailmentProfile supportedLanguage
"""
SD: Final = frozenset(_SD.split())
