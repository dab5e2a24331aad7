package org.datanet.node.api.model;

/** Bounds of a call that both sides know. docs/openapi.yaml states them too. */
public final class ApiLimits {

  /** Items of one answer: a screen, and one page of the store. */
  public static final int PAGE_ITEMS_MAX = 1_000;

  /** Items of an answer when the caller names no limit. */
  public static final int PAGE_ITEMS_DEFAULT = 100;

  /** Operations of one call: a twentieth of an epoch, verified in well under a second. */
  public static final int OPERATIONS_PER_CALL_MAX = 1_000;

  /** Contents of one call. */
  public static final int CONTENTS_PER_CALL_MAX = 256;

  /** Contents of one call together, before base64; eight of the largest. */
  public static final int CONTENT_BYTES_PER_CALL_MAX = 8 << 20;

  /** 8 MiB in base64 take 10.7 MiB; the rest is quotes and commas. */
  public static final int BODY_BYTES_MAX = 12 << 20;

  private ApiLimits() {}
}
