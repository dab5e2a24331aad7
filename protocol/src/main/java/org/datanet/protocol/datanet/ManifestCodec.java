package org.datanet.protocol.datanet;

/**
 * A manifest and its parameters between the wire and our values. Total both ways; bounds are
 * checked elsewhere.
 */
public final class ManifestCodec {

  private ManifestCodec() {}

  public static org.datanet.protocol.wire.Manifest toWire(Manifest manifest) {
    return org.datanet.protocol.wire.Manifest.newBuilder()
        .setName(manifest.name())
        .setDescription(manifest.description())
        .addAllCategories(manifest.categories())
        .addAllLicences(manifest.licences())
        .setMediaType(manifest.mediaType())
        .addAllRequiredFields(manifest.requiredFields())
        .setGuidelineVersion(manifest.guidelineVersion())
        .setParameters(toWire(manifest.parameters()))
        .build();
  }

  /** An unsigned number past 2^31 comes out negative, which every bound refuses. */
  public static Manifest fromWire(org.datanet.protocol.wire.Manifest wire) {
    return new Manifest(
        wire.getName(),
        wire.getDescription(),
        wire.getCategoriesList(),
        wire.getLicencesList(),
        wire.getMediaType(),
        wire.getRequiredFieldsList(),
        wire.getGuidelineVersion(),
        fromWire(wire.getParameters()));
  }

  public static org.datanet.protocol.wire.ParameterSet toWire(ParameterSet set) {
    return org.datanet.protocol.wire.ParameterSet.newBuilder()
        .setMinUseFeeMicros(set.minUseFeeMicros())
        .setBurnBps(set.burnBps())
        .setReserveBps(set.reserveBps())
        .setContributorBps(set.contributorBps())
        .setCuratorBps(set.curatorBps())
        .setJurorBps(set.jurorBps())
        .setMaintenanceBps(set.maintenanceBps())
        .setValidatorBps(set.validatorBps())
        .setPanelSize(set.panelSize())
        .setMinCurators(set.minCurators())
        .setMinCuratorStakeMicros(set.minCuratorStakeMicros())
        .setCommitEpochs(set.commitEpochs())
        .setRevealEpochs(set.revealEpochs())
        .setOpenEpochs(set.openEpochs())
        .setVoteDepositMicros(set.voteDepositMicros())
        .setBondMinMicros(set.bondMinMicros())
        .setVestEpochs(set.vestEpochs())
        .setBondHoldEpochs(set.bondHoldEpochs())
        .setUnbondEpochs(set.unbondEpochs())
        .setScoreWindowEpochs(set.scoreWindowEpochs())
        .setScoreMarginPpm(set.scoreMarginPpm())
        .setMinVotes(set.minVotes())
        .build();
  }

  public static ParameterSet fromWire(org.datanet.protocol.wire.ParameterSet wire) {
    return new ParameterSet(
        wire.getMinUseFeeMicros(),
        wire.getBurnBps(),
        wire.getReserveBps(),
        wire.getContributorBps(),
        wire.getCuratorBps(),
        wire.getJurorBps(),
        wire.getMaintenanceBps(),
        wire.getValidatorBps(),
        wire.getPanelSize(),
        wire.getMinCurators(),
        wire.getMinCuratorStakeMicros(),
        wire.getCommitEpochs(),
        wire.getRevealEpochs(),
        wire.getOpenEpochs(),
        wire.getVoteDepositMicros(),
        wire.getBondMinMicros(),
        wire.getVestEpochs(),
        wire.getBondHoldEpochs(),
        wire.getUnbondEpochs(),
        wire.getScoreWindowEpochs(),
        wire.getScoreMarginPpm(),
        wire.getMinVotes());
  }
}
