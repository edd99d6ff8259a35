package dev.partitura.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import dev.partitura.ui.background.FxThread;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javafx.application.Platform;
import org.jspecify.annotations.NullMarked;

/// The rules of all modules, kept in the one that sees them all. What a module or a package may
/// import is a line in a table here.
@AnalyzeClasses(packages = "dev.partitura", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  /// What each module may import of ours, besides itself.
  private static final Map<String, Set<String>> MODULES =
      Map.of(
          "engine", Set.of(),
          "samples", Set.of("engine"),
          "ui", Set.of("engine"),
          "editor", Set.of("engine", "ui"),
          "visualizers", Set.of("engine", "ui"),
          "app", Set.of("engine", "samples", "ui", "editor", "visualizers"));

  /// Libraries with one door each: a package of theirs, and the one of ours that may import it.
  private static final Map<String, String> DOORS =
      Map.ofEntries(
          Map.entry("org.bytedeco..", "..engine.backend.cpu.."),
          Map.entry("org.jocl..", "..engine.backend.gpu.opencl.."),
          Map.entry("jcuda..", "..engine.backend.gpu.cuda.."),
          Map.entry("ai.onnx..", "..engine.network.onnx.."),
          Map.entry("com.google.protobuf..", "..engine.network.onnx.."),
          Map.entry("com.google.ortools..", "..engine.planner.shop.."),
          Map.entry("io.helidon..", "..app.http.."),
          Map.entry("org.HdrHistogram..", "..engine.execute.serve.."),
          Map.entry("org.apache.commons.statistics..", "..engine.execute.serve.."),
          Map.entry("ai.onnxruntime..", "..app.bench.."),
          Map.entry("org.eclipse..", "..editor.layout.."),
          Map.entry("org.jfree..", "..visualizers.chart.."),
          Map.entry("java.awt..", "..visualizers.chart.."),
          Map.entry("javax.swing..", "..visualizers.chart.."),
          Map.entry("javafx.concurrent..", "..ui.background.."),
          Map.entry("org.controlsfx..", "..ui.control.."),
          Map.entry("software.coley..", "..ui.docking.."));

  /// Packages that work without a screen.
  private static final List<String> SCREENLESS =
      List.of("..partitura.engine..", "..partitura.samples..", "..app.cli..", "..app.http..");

  @ArchTest
  static final ArchRule packagesHaveNoCircles =
      slices().matching("dev.partitura.(**)").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule modulesImportOnlyWhatStandsBelow =
      all(
          MODULES.entrySet().stream()
              .map(module ->
                  noClasses()
                      .that()
                      .resideInAPackage(packagesOf(module.getKey()))
                      .should()
                      .dependOnClassesThat()
                      .resideInAnyPackage(
                          MODULES.keySet().stream()
                              .filter(other -> !other.equals(module.getKey()))
                              .filter(other -> !module.getValue().contains(other))
                              .map(ArchitectureTest::packagesOf)
                              .toArray(String[]::new))
                      .allowEmptyShould(module.getKey().equals("app"))));

  @ArchTest
  static final ArchRule librariesComeInByTheirDoors =
      all(
          DOORS.entrySet().stream()
              .map(door ->
                  noClasses()
                      .that()
                      .resideOutsideOfPackage(door.getValue())
                      .should()
                      .dependOnClassesThat()
                      .resideInAPackage(door.getKey())));

  @ArchTest
  static final ArchRule whatNeedsNoScreenKnowsNone =
      noClasses()
          .that()
          .resideInAnyPackage(SCREENLESS.toArray(String[]::new))
          .should()
          .dependOnClassesThat()
          .resideInAPackage("javafx..");

  @ArchTest
  static final ArchRule oneClassLeadsToTheFxThread =
      noClasses()
          .that()
          .areNotAssignableTo(FxThread.class)
          .should()
          .callMethod(Platform.class, "runLater", Runnable.class);

  @ArchTest
  static final ArchRule everyPackageIsNullMarked =
      classes()
          .should()
          .beAssignableTo(
              DescribedPredicate.describe(
                  "a class of a @NullMarked package",
                  (JavaClass type) -> type.getPackage().isAnnotatedWith(NullMarked.class)));

  @ArchTest
  static final ArchRule noPackageIsADrawerForTheRest =
      classes().should().resideOutsideOfPackages("..util..", "..common..", "..manager..");

  private static String packagesOf(String module) {
    return "dev.partitura." + module + "..";
  }

  private static ArchRule all(Stream<? extends ArchRule> rules) {
    return CompositeArchRule.of(rules.map(ArchRule.class::cast).toList());
  }
}
