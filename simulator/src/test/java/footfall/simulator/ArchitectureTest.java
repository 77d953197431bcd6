package footfall.simulator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("footfall");

  private static final ArchRule DEPENDENCIES_POINT_DOWN =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("queueing")
          .definedBy("footfall.queueing..")
          .layer("scenarios")
          .definedBy("footfall.scenarios..")
          .layer("reports")
          .definedBy("footfall.reports..")
          .layer("actors")
          .definedBy("footfall.actors..")
          .layer("serving")
          .definedBy("footfall.serving..")
          .layer("gatling")
          .definedBy("footfall.gatling..")
          .layer("simulator")
          .definedBy("footfall.simulator..")
          .whereLayer("simulator")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("serving")
          .mayOnlyBeAccessedByLayers("simulator")
          .whereLayer("gatling")
          .mayOnlyBeAccessedByLayers("simulator")
          .whereLayer("actors")
          .mayOnlyBeAccessedByLayers("simulator", "serving")
          .whereLayer("reports")
          .mayOnlyBeAccessedByLayers("simulator", "serving", "gatling", "actors")
          .whereLayer("scenarios")
          .mayNotAccessAnyLayer()
          .whereLayer("queueing")
          .mayNotAccessAnyLayer();

  private static final ArchRule SCENARIOS_AND_REPORTS_KNOW_NO_ACTORS =
      noClasses()
          .that()
          .resideInAnyPackage("footfall.scenarios..", "footfall.queueing..", "footfall.reports..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.pekko..");

  private static final ArchRule NO_FUTURES_IN_VIRTUAL_TIME =
      noClasses()
          .that()
          .resideInAnyPackage("footfall.actors..", "footfall.simulator.virtualtime..")
          .should()
          .dependOnClassesThat()
          .haveNameMatching(
              "java\\.util\\.concurrent\\.(Completable|Completion|Future|Executor|Thread(Local|Pool)).*"
                  + "|scala\\.concurrent\\.(Future|Promise).*"
                  + "|org\\.apache\\.pekko\\..*AskPattern");

  private static final ArchRule NO_MACHINE_CLOCK_AND_NO_UNNAMED_CHANCE =
      noClasses()
          .that()
          .resideInAnyPackage(
              "footfall.scenarios..",
              "footfall.queueing..",
              "footfall.reports..",
              "footfall.actors..",
              "footfall.simulator.virtualtime..")
          .should()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(java.time.Instant.class, "now")
          .orShould()
          .callMethod(Thread.class, "sleep", long.class)
          .orShould()
          .dependOnClassesThat()
          .haveNameMatching(
              "java\\.util\\.(Random|concurrent\\.ThreadLocalRandom|SplittableRandom)")
          .orShould()
          .callMethod(Math.class, "random");

  private static final ArchRule NO_PIPE_TO_SELF =
      noClasses()
          .that()
          .resideOutsideOfPackage("footfall.serving..")
          .should()
          .callMethodWhere(
              com.tngtech.archunit.core.domain.JavaCall.Predicates.target(
                  com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching(
                      "pipeToSelf|ask|askWithStatus")));

  private static final ArchRule ONLY_MAIN_EXITS =
      noClasses()
          .that()
          .doNotHaveSimpleName("Main")
          .should()
          .callMethod(System.class, "exit", int.class);

  private static final ArchRule PACKAGES_HAVE_NO_CYCLES =
      slices().matching("footfall.(**)").should().beFreeOfCycles();

  static Stream<ArchRule> rules() {
    return Stream.of(
        DEPENDENCIES_POINT_DOWN,
        SCENARIOS_AND_REPORTS_KNOW_NO_ACTORS,
        NO_FUTURES_IN_VIRTUAL_TIME,
        NO_MACHINE_CLOCK_AND_NO_UNNAMED_CHANCE,
        NO_PIPE_TO_SELF,
        ONLY_MAIN_EXITS,
        PACKAGES_HAVE_NO_CYCLES);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void holds(ArchRule rule) {
    rule.check(CLASSES);
  }
}
