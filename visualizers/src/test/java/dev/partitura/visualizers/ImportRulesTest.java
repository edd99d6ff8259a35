package dev.partitura.visualizers;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.jspecify.annotations.NullMarked;

/// The visualizers meet the editor only in the session.
@AnalyzeClasses(
    packages = "dev.partitura.visualizers",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ImportRulesTest {

  @ArchTest
  static final ArchRule visualizersImportOnlyEngineAndUi =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.partitura.samples..", "dev.partitura.editor..", "dev.partitura.app..");

  @ArchTest
  static final ArchRule onlyChartsImportAwtAndJFreeChart =
      noClasses()
          .that()
          .resideOutsideOfPackage("..visualizers.chart..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.awt..", "javax.swing..", "org.jfree..");

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
