package org.datanet.node.libp2p.swarm;

import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/** Believes every certificate, and counts them. */
final class CountingTrust extends X509ExtendedTrustManager {

  private final AtomicInteger seen = new AtomicInteger();

  int seen() {
    return seen.get();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType) {
    seen.incrementAndGet();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType) {
    seen.incrementAndGet();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket) {
    seen.incrementAndGet();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket) {
    seen.incrementAndGet();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
    seen.incrementAndGet();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine) {
    seen.incrementAndGet();
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
