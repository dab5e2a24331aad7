package org.datanet.protocol.operation;

import java.util.List;
import java.util.Optional;
import org.datanet.protocol.datanet.Manifest;
import org.datanet.protocol.datanet.ParameterSet;

/**
 * The bounds of a manifest that need no ledger: its texts ({@code FIELD_OUT_OF_RANGE}) and its
 * parameters ({@code PARAMETER_OUT_OF_BOUNDS}). docs/protocol.md §3.
 */
public final class ManifestRules {

  private static final int DESCRIPTION_BYTES_MAX = 1_000;
  private static final int CATEGORIES_MAX = 64;
  private static final int LICENCES_MAX = 64;
  private static final int REQUIRED_FIELDS_MAX = 32;

  /** Of a category or a required field: they are columns of reports and part of every tally. */
  private static final int NAME_BYTES_MAX = 64;

  /** No single amount of a manifest may lock up a network's supply. */
  public static final long PARAMETER_MICROS_MAX = 1_000_000_000_000_000L;

  /** {@code minCurators} beyond it could never be met by accounts that a ledger scan can visit. */
  private static final int MIN_CURATORS_MAX = 10_000;

  private static final int BPS_TOTAL = 10_000;

  private ManifestRules() {}

  public static Optional<Refusal> check(Manifest manifest) {
    FieldCheck check =
        FieldCheck.refusingWith(Reason.FIELD_OUT_OF_RANGE)
            .name("name", manifest.name())
            .text("description", manifest.description(), 0, DESCRIPTION_BYTES_MAX)
            .and(() -> texts("categories", manifest.categories(), 1, CATEGORIES_MAX, false))
            .and(() -> texts("licences", manifest.licences(), 1, LICENCES_MAX, true))
            .and(() -> mediaType("media_type", manifest.mediaType()))
            .and(
                () ->
                    texts(
                        "required_fields",
                        manifest.requiredFields(),
                        0,
                        REQUIRED_FIELDS_MAX,
                        false))
            .range("guideline_version", manifest.guidelineVersion(), 1, Integer.MAX_VALUE);
    return check.and(() -> check(manifest.parameters())).refusal();
  }

  private static Optional<Refusal> texts(
      String field, List<String> values, int min, int max, boolean licence) {
    FieldCheck check =
        FieldCheck.refusingWith(Reason.FIELD_OUT_OF_RANGE).count(field, values.size(), min, max);
    for (String value : values) {
      if (licence) {
        check.ascii(field, value, 1, OperationLimits.LICENCE_BYTES_MAX);
      } else {
        check.text(field, value, 1, NAME_BYTES_MAX);
      }
    }
    return check.sortedTexts(field, values).refusal();
  }

  /** {@code type/subtype}, lower case as every record must repeat it byte for byte. */
  static Optional<Refusal> mediaType(String field, String value) {
    return FieldCheck.refusingWith(Reason.FIELD_OUT_OF_RANGE)
        .ascii(field, value, 3, OperationLimits.MEDIA_TYPE_BYTES_MAX)
        .require(
            value.indexOf('/') > 0
                && value.indexOf('/') == value.lastIndexOf('/')
                && !value.endsWith("/")
                && value.chars().noneMatch(c -> c >= 'A' && c <= 'Z'),
            () -> field + " is a lower-case type/subtype")
        .refusal();
  }

  /** A network's floor of {@code minCurators} is the ledger's matter. */
  public static Optional<Refusal> check(ParameterSet set) {
    return FieldCheck.refusingWith(Reason.PARAMETER_OUT_OF_BOUNDS)
        .range("min_use_fee_micros", set.minUseFeeMicros(), 0, PARAMETER_MICROS_MAX)
        .and(() -> shares(set))
        .range("panel_size", set.panelSize(), 3, 15)
        .range("min_curators", set.minCurators(), 3, MIN_CURATORS_MAX)
        .range("min_curator_stake_micros", set.minCuratorStakeMicros(), 1, PARAMETER_MICROS_MAX)
        .range("commit_epochs", set.commitEpochs(), 2, 64)
        .range("reveal_epochs", set.revealEpochs(), 2, 64)
        .range("open_epochs", set.openEpochs(), 2, 64)
        .range("vote_deposit_micros", set.voteDepositMicros(), 0, PARAMETER_MICROS_MAX)
        .range("bond_min_micros", set.bondMinMicros(), 0, PARAMETER_MICROS_MAX)
        .range("vest_epochs", set.vestEpochs(), 1, 64)
        .range("bond_hold_epochs", set.bondHoldEpochs(), 1, 256)
        .range("unbond_epochs", set.unbondEpochs(), 8, 4_096)
        .range("score_window_epochs", set.scoreWindowEpochs(), 1, 64)
        .range("score_margin_ppm", set.scoreMarginPpm(), 0, 1_000_000)
        .range("min_votes", set.minVotes(), 0, 1_000_000)
        .refusal();
  }

  private static Optional<Refusal> shares(ParameterSet set) {
    long total =
        (long) set.burnBps()
            + set.reserveBps()
            + set.contributorBps()
            + set.curatorBps()
            + set.jurorBps()
            + set.maintenanceBps()
            + set.validatorBps();
    return FieldCheck.refusingWith(Reason.PARAMETER_OUT_OF_BOUNDS)
        .range("burn_bps", set.burnBps(), 200, BPS_TOTAL)
        .range("reserve_bps", set.reserveBps(), 0, BPS_TOTAL)
        .range("contributor_bps", set.contributorBps(), 0, BPS_TOTAL)
        .range("curator_bps", set.curatorBps(), 0, BPS_TOTAL)
        .range("juror_bps", set.jurorBps(), 0, BPS_TOTAL)
        .range("maintenance_bps", set.maintenanceBps(), 0, BPS_TOTAL)
        .range("validator_bps", set.validatorBps(), 0, BPS_TOTAL)
        .require(total == BPS_TOTAL, () -> "burn and the six shares sum to 10000, not to " + total)
        .refusal();
  }
}
