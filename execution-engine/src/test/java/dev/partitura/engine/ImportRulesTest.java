package dev.partitura.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.NullMarked;

/// A package may import the packages above it in the list and nothing below.
@AnalyzeClasses(
    packages = "dev.partitura.engine",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ImportRulesTest {

  private static final List<String> TOP_TO_BOTTOM =
      List.of(
          "quantity",
          "problem",
          "limit",
          "file",
          "tensor",
          "network",
          "cluster",
          "operator",
          "cost",
          "plan",
          "backend",
          "task",
          "trace",
          "project",
          "execute",
          "analysis",
          "planner");

  @ArchTest static final ArchRule packagesImportOnlyWhatStandsAbove = packageOrder();

  @ArchTest
  static final ArchRule engineKnowsNoScreen =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("javafx..", "java.awt..", "javax.swing..");

  @ArchTest
  static final ArchRule engineImportsNoOtherModule =
      noClasses()
          .should()
          .dependOnClassesThat(
              DescribedPredicate.describe(
                  "belong to another module",
                  (JavaClass type) ->
                      type.getPackageName().startsWith("dev.partitura.")
                          && !type.getPackageName().startsWith("dev.partitura.engine")));

  @ArchTest
  static final ArchRule onlyTheCpuBackendImportsOneDnn =
      noClasses()
          .that()
          .resideOutsideOfPackage("..engine.backend.cpu..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.bytedeco..");

  @ArchTest
  static final ArchRule onlyTheOnnxPackageImportsItsMessages =
      noClasses()
          .that()
          .resideOutsideOfPackage("..engine.network.onnx..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("ai.onnx..", "com.google.protobuf..");

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

  private static ArchRule packageOrder() {
    List<ArchRule> rules = new ArrayList<>();
    for (int i = 0; i < TOP_TO_BOTTOM.size() - 1; i++) {
      String[] below =
          TOP_TO_BOTTOM.subList(i + 1, TOP_TO_BOTTOM.size()).stream()
              .map(name -> "dev.partitura.engine." + name + "..")
              .toArray(String[]::new);
      rules.add(
          noClasses()
              .that()
              .resideInAPackage("dev.partitura.engine." + TOP_TO_BOTTOM.get(i) + "..")
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(below)
              .allowEmptyShould(true));
    }
    return CompositeArchRule.of(rules);
  }
}
