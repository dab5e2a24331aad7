package org.datanet.node.keys;

import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.Security;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.conscrypt.Conscrypt;
import org.datanet.node.libp2p.crypto.Corretto;
import org.datanet.protocol.identity.SignatureVerifier;
import org.datanet.protocol.identity.StrictEd25519;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Ed25519 of this machine: the fastest provider that has a build for it and passes the
 * known-answer check. All give the same verdicts under the strict rule, so the choice is about
 * speed alone.
 */
public final class Ed25519Providers {

  private static final Logger log = LoggerFactory.getLogger(Ed25519Providers.class);

  private record Candidate(String name, Supplier<Provider> provider) {}

  /** In the order of their measured verify rates. */
  private static final List<Candidate> CANDIDATES =
      List.of(
          new Candidate("ACCP", Corretto::provider),
          new Candidate("Conscrypt", Conscrypt::newProvider),
          new Candidate("JDK", () -> Security.getProvider("SunEC")));

  private Ed25519Providers() {}

  /**
   * @param name of the provider, for people
   */
  public record Chosen(String name, Provider provider, SignatureVerifier verifier) {}

  /**
   * @throws IllegalStateException where not even the JDK's works
   */
  public static Chosen choose() {
    List<String> refused = new ArrayList<>();
    for (Candidate candidate : CANDIDATES) {
      try {
        Provider provider = candidate.provider.get();
        Chosen chosen = new Chosen(candidate.name, provider, StrictEd25519.over(provider));
        if (!refused.isEmpty()) {
          log.info("Ed25519 by {}; not usable here: {}", candidate.name, refused);
        }
        return chosen;
      } catch (GeneralSecurityException | RuntimeException | LinkageError e) {
        refused.add(candidate.name + " (" + e.getMessage() + ")");
      }
    }
    throw new IllegalStateException("no provider has a working Ed25519: " + refused);
  }
}
