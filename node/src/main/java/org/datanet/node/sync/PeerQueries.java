package org.datanet.node.sync;

import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import org.datanet.node.network.PeerNetwork;
import org.datanet.node.network.Response;
import org.datanet.node.network.Topics;
import org.datanet.protocol.wire.EpochsRequest;
import org.datanet.protocol.wire.EpochsResponse;
import org.datanet.protocol.wire.TablesRequest;
import org.datanet.protocol.wire.TablesResponse;

/**
 * Questions to one peer, asked on a thread that may wait. Whatever goes wrong is an {@link
 * IOException}.
 */
final class PeerQueries {

  private final PeerNetwork network;
  private final Topics topics;
  private final long timeoutMs;

  PeerQueries(PeerNetwork network, Topics topics, long timeoutMs) {
    this.network = network;
    this.topics = topics;
    this.timeoutMs = timeoutMs;
  }

  EpochsResponse epochs(String peer, EpochsRequest request)
      throws IOException, InterruptedException {
    byte[] body = ask(peer, topics.epochs(), request.toByteArray());
    try {
      return EpochsResponse.parseFrom(body);
    } catch (InvalidProtocolBufferException e) {
      throw new LieException(peer + " does not answer with an EpochsResponse");
    }
  }

  TablesResponse tables(String peer, TablesRequest request)
      throws IOException, InterruptedException {
    byte[] body = ask(peer, topics.tables(), request.toByteArray());
    try {
      return TablesResponse.parseFrom(body);
    } catch (InvalidProtocolBufferException e) {
      throw new LieException(peer + " does not answer with a TablesResponse");
    }
  }

  private byte[] ask(String peer, String protocol, byte[] body)
      throws IOException, InterruptedException {
    try {
      Response response =
          network.request(peer, protocol, body, timeoutMs).toCompletableFuture().get();
      return switch (response) {
        case Response.Ok ok -> ok.body();
        case Response.Refused refused ->
            throw new IOException(
                "%s refused %s: %d %s"
                    .formatted(peer, protocol, refused.code(), refused.message()));
      };
    } catch (ExecutionException e) {
      throw new IOException(peer + " does not answer " + protocol, e.getCause());
    }
  }
}
