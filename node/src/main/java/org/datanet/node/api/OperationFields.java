package org.datanet.node.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.apache.tuweni.bytes.Bytes32;
import org.datanet.node.api.model.ApiJson;
import org.datanet.protocol.operation.Operation;
import org.datanet.protocol.operation.Operation.BeaconCommitment;
import org.datanet.protocol.operation.Operation.RecordWeight;
import org.datanet.protocol.operation.Operation.StakeRole;

/** The fields of an operation as JSON, named as in {@link Operation}. */
final class OperationFields {

  private OperationFields() {}

  /** Such as {@code Use}; the names of docs/protocol.md §3. */
  static String kind(Operation operation) {
    return operation.getClass().getSimpleName();
  }

  static ObjectNode of(Operation operation) {
    ObjectNode json = ApiJson.object();
    return switch (operation) {
      case Operation.CreateDatanet create -> json.set("manifest", ApiJson.tree(create.manifest()));
      case Operation.CommitContribution commit ->
          json.put("datanet", Render.hex(commit.datanet()))
              .put("commitment", Render.hex(commit.commitment()))
              .put("bondMicros", commit.bondMicros());
      case Operation.Contribute contribute -> contribute(json, contribute);
      case Operation.CommitBallot commit ->
          json.put("datanet", Render.hex(commit.datanet()))
              .put("seedEpoch", commit.seedEpoch())
              .put("commitment", Render.hex(commit.commitment()))
              .set("records", texts(commit.records().stream().map(Render::hex).toList()));
      case Operation.RevealBallot reveal ->
          json.put("datanet", Render.hex(reveal.datanet()))
              .put("commitment", Render.hex(reveal.commitment()))
              .put("salt", Render.hex(reveal.salt()))
              .set("votes", texts(reveal.votes().stream().map(Enum::name).toList()));
      case Operation.Use use ->
          json.put("datanet", Render.hex(use.datanet()))
              .put("feeMicros", use.feeMicros())
              .set("records", weights(use.records()));
      case Operation.Transfer transfer ->
          json.put("to", transfer.to().toDid()).put("amountMicros", transfer.amountMicros());
      case Operation.Bond bond -> {
        role(json, bond.role()).put("amountMicros", bond.amountMicros());
        bond.beacon().ifPresent(beacon -> json.set("beacon", beacon(beacon)));
        yield json;
      }
      case Operation.Unbond unbond ->
          role(json, unbond.role()).put("amountMicros", unbond.amountMicros());
      case Operation.RenewBeacon renew -> json.set("beacon", beacon(renew.beacon()));
    };
  }

  private static ObjectNode contribute(ObjectNode json, Operation.Contribute contribute) {
    Operation.Provenance provenance = contribute.provenance();
    json.put("datanet", Render.hex(contribute.datanet()))
        .put("cid", contribute.cid().toString())
        .put("sizeBytes", contribute.sizeBytes())
        .put("mediaType", contribute.mediaType())
        .put("licence", contribute.licence())
        .put("category", contribute.category())
        .put("salt", Render.hex(contribute.salt()))
        .set("labels", texts(contribute.labels()));
    json.putObject("provenance")
        .put("kind", provenance.kind().name())
        .put("sourceUrl", provenance.sourceUrl())
        .set("parents", texts(provenance.parents().stream().map(Render::hex).toList()));
    return json;
  }

  private static ObjectNode role(ObjectNode json, StakeRole role) {
    return switch (role) {
      case StakeRole.Curator(Bytes32 datanet) ->
          json.put("role", "CURATOR").put("datanet", Render.hex(datanet));
      case StakeRole.Validator() -> json.put("role", "VALIDATOR");
    };
  }

  private static ObjectNode beacon(BeaconCommitment beacon) {
    return ApiJson.object()
        .put("tip", Render.hex(beacon.tip()))
        .put("firstEpoch", beacon.firstEpoch())
        .put("layers", beacon.layers());
  }

  private static ArrayNode texts(List<String> texts) {
    ArrayNode array = ApiJson.object().arrayNode();
    texts.forEach(array::add);
    return array;
  }

  private static ArrayNode weights(List<RecordWeight> records) {
    ArrayNode array = ApiJson.object().arrayNode();
    for (RecordWeight weight : records) {
      array.addObject().put("record", Render.hex(weight.record())).put("weight", weight.weight());
    }
    return array;
  }
}
