package org.datanet.cli.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.datanet.cli.session.FailedException;
import org.datanet.node.api.model.ApiJson;
import org.datanet.protocol.datanet.Manifest;
import org.datanet.protocol.datanet.ParameterSet;

/**
 * manifest.toml: the fields of the manifest by their names, and a table {@code [parameters]} with
 * those that differ from the network's defaults. Other tables are remarks for people.
 */
final class ManifestFile {

  /** A manifest that a network takes is far smaller. */
  private static final long FILE_BYTES_MAX = 1 << 20;

  private static final ObjectMapper TOML =
      TomlMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .build();

  /** What a person writes; all of it but the parameters and remarks must be there. */
  private record Form(
      String name,
      String description,
      List<String> categories,
      List<String> licences,
      String mediaType,
      List<String> requiredFields,
      int guidelineVersion) {}

  private ManifestFile() {}

  /** Lists are sorted here, since a person wrote them; bounds are the protocol's matter. */
  static Manifest read(Path file, ParameterSet defaults) throws IOException {
    if (Files.size(file) > FILE_BYTES_MAX) {
      throw new FailedException(file + " is too large for a manifest");
    }
    try {
      return manifest(file, TOML.readTree(Files.readString(file)), defaults);
    } catch (JsonProcessingException e) {
      String place = e.getLocation() == null ? "" : ":" + Math.max(1, e.getLocation().getLineNr());
      throw new FailedException(file + place + ": " + e.getOriginalMessage(), e);
    }
  }

  private static Manifest manifest(Path file, JsonNode tree, ParameterSet defaults)
      throws IOException {
    ObjectNode fields = TOML.createObjectNode();
    for (var entry : tree.properties()) {
      if (!entry.getValue().isObject()) {
        fields.set(entry.getKey(), entry.getValue());
      }
    }
    Form form = TOML.treeToValue(fields, Form.class);
    return new Manifest(
        form.name(),
        form.description(),
        form.categories().stream().sorted().toList(),
        form.licences().stream().sorted().toList(),
        form.mediaType(),
        form.requiredFields().stream().sorted().toList(),
        form.guidelineVersion(),
        parameters(file, tree.path("parameters"), defaults));
  }

  private static ParameterSet parameters(Path file, JsonNode own, ParameterSet defaults)
      throws IOException {
    ObjectNode all = (ObjectNode) ApiJson.tree(defaults);
    for (var entry : own.properties()) {
      if (!all.has(entry.getKey())) {
        throw new FailedException("%s: there is no parameter '%s'".formatted(file, entry.getKey()));
      }
      all.set(entry.getKey(), entry.getValue());
    }
    return TOML.treeToValue(all, ParameterSet.class);
  }
}
