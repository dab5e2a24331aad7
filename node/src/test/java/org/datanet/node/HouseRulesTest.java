package org.datanet.node;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Who may see whom in the node. */
class HouseRulesTest {

  private static final JavaClasses NODE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.datanet.node");

  private static final String LIBP2P = "org.datanet.node.libp2p..";

  /** Calls after which another thread runs. */
  private static final Set<String> THREAD_STARTS =
      Set.of("start", "startVirtualThread", "ofVirtual", "ofPlatform");

  private static final DescribedPredicate<JavaCall<?>> STARTING_A_THREAD =
      DescribedPredicate.describe(
          "starting a thread",
          call ->
              (call.getTargetOwner().isAssignableTo(Thread.class)
                      && THREAD_STARTS.contains(call.getName()))
                  || call.getTargetOwner().isEquivalentTo(Executors.class)
                  || (call.getName().equals("<init>")
                      && call.getTargetOwner()
                          .isAssignableTo(java.util.concurrent.ExecutorService.class)));

  @Test
  void libp2pSeesNoOtherPackageOfOurs() {
    assertHolds(
        noClasses()
            .that()
            .resideInAPackage(LIBP2P)
            .should()
            .dependOnClassesThat(
                DescribedPredicate.describe(
                    "are ours and not libp2p's",
                    type ->
                        type.getPackageName().startsWith("org.datanet")
                            && !type.getPackageName().startsWith("org.datanet.node.libp2p"))));
  }

  @Test
  void nettyStaysInLibp2p() {
    assertStaysIn("io.netty..", LIBP2P);
  }

  @Test
  void rocksDbStaysInStorage() {
    assertStaysIn("org.rocksdb..", "org.datanet.node.storage..");
  }

  @Test
  void vertxStaysInTheApi() {
    assertStaysIn("io.vertx..", "org.datanet.node.api");
  }

  @Test
  void micrometerStaysInMetrics() {
    assertStaysIn("io.micrometer..", "org.datanet.node.metrics..");
  }

  @Test
  void onlyTheRuntimeAndLibp2pStartThreads() {
    assertHolds(
        noClasses()
            .that()
            .resideOutsideOfPackages(LIBP2P, "org.datanet.node.runtime..")
            .should()
            .callCodeUnitWhere(STARTING_A_THREAD));
  }

  @Test
  void packagesFormNoCycles() {
    assertHolds(slices().matching("org.datanet.node.(*)..").should().beFreeOfCycles());
    assertHolds(slices().matching("org.datanet.node.(**)").should().beFreeOfCycles());
  }

  @Test
  void theRulesLookAtRealClasses() {
    assertThat(NODE.contain("org.datanet.node.api.ApiServer")).isTrue();
    assertThat(NODE.contain("org.datanet.node.storage.RocksStore")).isTrue();
  }

  private static void assertStaysIn(String library, String home) {
    assertHolds(
        noClasses()
            .that()
            .resideOutsideOfPackage(home)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(library));
  }

  private static void assertHolds(ArchRule rule) {
    // A package that is still to come has no class to break a rule.
    rule.allowEmptyShould(true).check(NODE);
  }
}
