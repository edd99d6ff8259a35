package dev.partitura.ui;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.jspecify.annotations.NullMarked;

/// The screen parts know the engine; the views that use them are unknown here.
@AnalyzeClasses(packages = "dev.partitura.ui", importOptions = ImportOption.DoNotIncludeTests.class)
class ImportRulesTest {

  @ArchTest
  static final ArchRule uiImportsOnlyTheEngine =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.partitura.samples..",
              "dev.partitura.editor..",
              "dev.partitura.visualizers..",
              "dev.partitura.app..");

  @ArchTest
  static final ArchRule nothingDrawsWithAwt =
      noClasses().should().dependOnClassesThat().resideInAnyPackage("java.awt..", "javax.swing..");

  @ArchTest
  static final ArchRule onlyBackgroundLeavesTheFxThread =
      noClasses()
          .that()
          .haveNameNotMatching("dev\\.partitura\\.ui\\.background\\..*")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("javafx.concurrent..");

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
}
