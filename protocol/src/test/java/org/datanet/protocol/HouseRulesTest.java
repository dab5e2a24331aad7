package org.datanet.protocol;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * That the core is pure: equal input gives equal output on every machine. The generated {@code
 * wire} classes are exempt (protobuf's runtime reads streams and hashes its maps) and nothing else
 * is.
 */
class HouseRulesTest {

  private static final String WIRE = "org.datanet.protocol.wire..";

  private static final JavaClasses PROTOCOL =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.datanet.protocol");

  private static final Set<String> PRIMITIVE_FLOATS =
      Set.of("float", "double", "java.lang.Float", "java.lang.Double");

  /** Their order of iteration changes with the JVM, or with its every start. */
  private static final Set<String> UNORDERED =
      Set.of(
          "java.util.HashMap",
          "java.util.HashSet",
          "java.util.Hashtable",
          "java.util.IdentityHashMap",
          "java.util.WeakHashMap");

  private static final Set<String> UNORDERED_FACTORIES =
      Set.of(
          "java.util.Set.of",
          "java.util.Set.copyOf",
          "java.util.Map.of",
          "java.util.Map.copyOf",
          "java.util.Map.ofEntries",
          "java.util.stream.Collectors.toSet",
          "java.util.stream.Collectors.toUnmodifiableSet",
          "java.util.stream.Collectors.toUnmodifiableMap");

  /** What reads the machine instead of the input. */
  private static final Set<String> AMBIENT_CALLS =
      Set.of(
          "java.lang.System.currentTimeMillis",
          "java.lang.System.nanoTime",
          "java.lang.System.getProperty",
          "java.lang.System.getenv",
          "java.lang.System.identityHashCode",
          "java.lang.Math.random",
          "java.util.UUID.randomUUID",
          "java.util.Collections.shuffle",
          "java.util.Collection.parallelStream",
          "java.util.stream.BaseStream.parallel");

  /** Their answer depends on the JDK's Unicode version or on the locale. ECONOMICS §1.1. */
  private static final Set<String> UNICODE_CALLS =
      Set.of(
          "java.lang.Character.isLetter",
          "java.lang.Character.isLetterOrDigit",
          "java.lang.Character.isDigit",
          "java.lang.Character.isAlphabetic",
          "java.lang.Character.toLowerCase",
          "java.lang.Character.toUpperCase",
          "java.lang.String.toLowerCase",
          "java.lang.String.toUpperCase");

  static Stream<Arguments> rules() {
    return Stream.of(
        rule("IO", HouseRulesTest::readsFilesOrSockets),
        rule("threads", HouseRulesTest::runsThreads),
        rule("logging", HouseRulesTest::logs),
        rule("clock", HouseRulesTest::readsAClock),
        rule("randomness", HouseRulesTest::drawsRandomness),
        rule("unordered collections", c -> UNORDERED.contains(c.getName())));
  }

  private static Arguments rule(String name, Predicate<JavaClass> banned) {
    return Arguments.of(name, pure().should().dependOnClassesThat(describe(name, banned)));
  }

  private static GivenClassesConjunction pure() {
    return noClasses().that(DescribedPredicate.not(resideInAnyPackage(WIRE)));
  }

  private static boolean readsFilesOrSockets(JavaClass c) {
    return in(c, "java.io", "java.net", "java.nio.file", "java.nio.channels");
  }

  private static boolean runsThreads(JavaClass c) {
    return in(c, "java.util.concurrent")
        || c.isEquivalentTo(Thread.class)
        || c.isEquivalentTo(ThreadLocal.class)
        || c.isEquivalentTo(Process.class)
        || c.isEquivalentTo(Runtime.class);
  }

  private static boolean logs(JavaClass c) {
    return in(c, "org.slf4j", "java.util.logging") || c.isEquivalentTo(System.Logger.class);
  }

  private static boolean readsAClock(JavaClass c) {
    return in(c, "java.time") || Set.of("java.util.Date", "java.util.Timer").contains(c.getName());
  }

  private static boolean drawsRandomness(JavaClass c) {
    return in(c, "java.util.random")
        || Set.of("java.util.Random", "java.util.SplittableRandom", "java.security.SecureRandom")
            .contains(c.getName());
  }

  private static boolean in(JavaClass c, String... packages) {
    return Stream.of(packages)
        .anyMatch(p -> c.getPackageName().equals(p) || c.getPackageName().startsWith(p + "."));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void coreDependsOnNo(String name, ArchRule rule) {
    rule.check(PROTOCOL);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rules")
  void ruleSeesAnOffender(String name, ArchRule rule) {
    assertThat(rule.evaluate(offender()).hasViolation()).as(name).isTrue();
  }

  @Test
  void coreKnowsNoFloatingPoint() {
    ArchRule rule = pure().should(touchFloatingPoint());

    rule.check(PROTOCOL);
    assertThat(rule.evaluate(offender()).getFailureReport().getDetails())
        .anyMatch(line -> line.contains("Offender.ratio"))
        .anyMatch(line -> line.contains("Offender.half("))
        .anyMatch(line -> line.contains("Math.round"));
  }

  @Test
  void coreAsksNeitherTheMachineNorItsUnicodeTables() {
    ArchRule rule =
        pure()
            .should()
            .callCodeUnitWhere(calls(AMBIENT_CALLS))
            .orShould()
            .callCodeUnitWhere(calls(UNICODE_CALLS))
            .orShould()
            .callCodeUnitWhere(calls(UNORDERED_FACTORIES))
            .orShould()
            .dependOnClassesThat()
            .resideInAPackage("java.text..");

    rule.check(PROTOCOL);
    assertThat(rule.evaluate(offender()).getFailureReport().getDetails())
        .anyMatch(line -> line.contains("nanoTime"))
        .anyMatch(line -> line.contains("toLowerCase"))
        .anyMatch(line -> line.contains("Set.of"));
  }

  /** The JDK's digests and ciphers are for {@code hashing}, its signatures for {@code identity}. */
  @Test
  void primitivesStayBehindTheirInterfaces() {
    noClasses()
        .that()
        .resideOutsideOfPackages(WIRE, "org.datanet.protocol.hashing..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("javax.crypto..")
        .orShould()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.security.MessageDigest")
        .check(PROTOCOL);
    noClasses()
        .that()
        .resideOutsideOfPackages(
            WIRE, "org.datanet.protocol.hashing..", "org.datanet.protocol.identity..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.security..")
        .check(PROTOCOL);
  }

  @Test
  void packagesFormNoCycle() {
    slices().matching("org.datanet.protocol.(*)..").should().beFreeOfCycles().check(PROTOCOL);
  }

  private static DescribedPredicate<JavaCall<?>> calls(Set<String> methods) {
    return describe(
        "one of " + methods,
        call -> {
          CodeUnitCallTarget target = call.getTarget();
          return methods.contains(target.getOwner().getName() + "." + target.getName());
        });
  }

  /** In a field, a parameter, a result, or a method of somebody else's that takes or gives one. */
  private static ArchCondition<JavaClass> touchFloatingPoint() {
    return new ArchCondition<>("touch floating point") {
      @Override
      public void check(JavaClass item, ConditionEvents events) {
        item.getFields().stream()
            .filter(field -> isFloat(field.getRawType()))
            .map(JavaField::getFullName)
            .forEach(name -> events.add(SimpleConditionEvent.satisfied(item, name)));
        item.getCodeUnits().stream()
            .filter(unit -> usesFloat(unit.getRawParameterTypes(), unit.getRawReturnType()))
            .map(JavaCodeUnit::getFullName)
            .forEach(name -> events.add(SimpleConditionEvent.satisfied(item, name)));
        Stream.concat(
                item.getMethodCallsFromSelf().stream(), item.getConstructorCallsFromSelf().stream())
            .filter(HouseRulesTest::callUsesFloat)
            .map(JavaAccess::getDescription)
            .forEach(text -> events.add(SimpleConditionEvent.satisfied(item, text)));
      }
    };
  }

  private static boolean callUsesFloat(JavaCall<?> call) {
    CodeUnitCallTarget target = call.getTarget();
    return usesFloat(target.getRawParameterTypes(), target.getRawReturnType());
  }

  private static boolean usesFloat(List<JavaClass> parameters, JavaClass result) {
    return isFloat(result) || parameters.stream().anyMatch(HouseRulesTest::isFloat);
  }

  private static boolean isFloat(JavaClass type) {
    return PRIMITIVE_FLOATS.contains(type.getBaseComponentType().getName());
  }

  private static JavaClasses offender() {
    return new ClassFileImporter().importClasses(Offender.class);
  }

  /** Breaks each rule once, so that a rule that sees nothing is seen. */
  @SuppressWarnings("unused")
  private static final class Offender {
    private double ratio;
    private java.util.HashMap<String, Thread> map;
    private java.util.Random random;
    private java.io.File file;

    private static float half(long whole) {
      return whole / 2f;
    }

    private static long ambient(String text) {
      System.getLogger(text.toLowerCase(Locale.ROOT)).log(System.Logger.Level.INFO, Set.of(text));
      return Math.round(1.5) + System.nanoTime() + java.time.Instant.now().toEpochMilli();
    }
  }
}
