package dev.partitura.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.CompositeArchRule;
import java.util.ArrayList;
import java.util.List;

/// A package may import the packages above it in the list and nothing below.
@AnalyzeClasses(
    packages = "dev.partitura.engine",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ImportRulesTest {

  private static final List<String> TOP_TO_BOTTOM =
      List.of(
          "quantity",
          "column",
          "problem",
          "limit",
          "file",
          "tensor",
          "network",
          "cluster",
          "operator",
          "training",
          "cost",
          "plan",
          "backend",
          "task",
          "trace",
          "execute",
          "analysis",
          "planner",
          "project");

  @ArchTest static final ArchRule packagesImportOnlyWhatStandsAbove = packageOrder();

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
