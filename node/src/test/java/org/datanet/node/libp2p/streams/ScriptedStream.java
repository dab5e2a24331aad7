package org.datanet.node.libp2p.streams;

import io.netty.buffer.ByteBuf;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.datanet.node.libp2p.host.Stream;
import org.datanet.node.libp2p.multiformats.PeerId;

/** A stream without a connection: what is written is dropped, and a reset is remembered. */
public final class ScriptedStream implements Stream {

  private static final PeerId REMOTE = PeerId.ofEd25519(new byte[PeerId.ED25519_KEY_BYTES]);

  private boolean reset;

  public boolean isReset() {
    return reset;
  }

  @Override
  public PeerId remotePeer() {
    return REMOTE;
  }

  @Override
  public String protocol() {
    return "/scripted/1";
  }

  @Override
  public boolean isOutbound() {
    return true;
  }

  @Override
  public CompletionStage<Void> write(ByteBuf data) {
    data.release();
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public int pendingBytes() {
    return 0;
  }

  @Override
  public void closeWrite() {
    // nothing reads the other end
  }

  @Override
  public void reset() {
    reset = true;
  }

  @Override
  public void setReading(boolean reading) {
    // all has come already
  }
}
