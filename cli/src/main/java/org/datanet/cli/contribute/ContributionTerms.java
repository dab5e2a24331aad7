package org.datanet.cli.contribute;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.protocol.operation.Operation;

/**
 * What a contributor says about all records of a file.
 *
 * @param category of every record; empty if a field names it
 * @param labels of every record, if no field names them
 * @param licence SPDX id
 * @param sourceUrl empty unless the records are imported
 * @param synthetic whether a machine made the records
 */
record ContributionTerms(
    Optional<String> category,
    Optional<String> categoryField,
    List<String> labels,
    Optional<String> labelField,
    String licence,
    Optional<String> sourceUrl,
    boolean synthetic) {

  ContributionTerms {
    labels = List.copyOf(labels);
  }

  Optional<String> category(ObjectNode fields) {
    return category.or(
        () -> categoryField.map(fields::path).filter(JsonNode::isTextual).map(JsonNode::textValue));
  }

  /** Empty if the field is there and is something else than a text or a list of texts. */
  Optional<List<String>> labels(ObjectNode fields) {
    JsonNode named = labelField.<JsonNode>map(fields::path).orElse(fields.missingNode());
    if (named.isMissingNode()) {
      return Optional.of(labels);
    }
    if (named.isTextual()) {
      return Optional.of(List.of(named.textValue()));
    }
    List<String> texts = new ArrayList<>();
    for (JsonNode item : named) {
      if (item.isTextual()) {
        texts.add(item.textValue());
      }
    }
    return named.isArray() && texts.size() == named.size() ? Optional.of(texts) : Optional.empty();
  }

  /** The line without the fields that only describe the record, unless the schema asks for them. */
  ObjectNode content(ObjectNode fields, List<String> required) {
    ObjectNode content = fields.deepCopy();
    categoryField.filter(field -> !required.contains(field)).ifPresent(content::remove);
    labelField.filter(field -> !required.contains(field)).ifPresent(content::remove);
    return content;
  }

  Operation.Contribute opening(Bytes32 datanet, String mediaType, Draft draft, Bytes32 salt) {
    return new Operation.Contribute(
        datanet,
        draft.cid(),
        draft.content().length,
        mediaType,
        licence,
        provenance(),
        draft.category(),
        draft.labels(),
        salt);
  }

  private Operation.Provenance provenance() {
    if (sourceUrl.isPresent()) {
      return new Operation.Provenance(
          Operation.Provenance.Kind.IMPORTED, List.of(), sourceUrl.get());
    }
    return synthetic
        ? new Operation.Provenance(Operation.Provenance.Kind.SYNTHETIC, List.of(), "")
        : Operation.Provenance.human();
  }
}
