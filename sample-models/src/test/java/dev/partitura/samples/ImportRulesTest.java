package dev.partitura.samples;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.jspecify.annotations.NullMarked;

/// The samples know the engine and nothing else of ours.
@AnalyzeClasses(
    packages = "dev.partitura.samples",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ImportRulesTest {

  @ArchTest
  static final ArchRule samplesImportOnlyTheEngine =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.partitura.ui..",
              "dev.partitura.editor..",
              "dev.partitura.visualizers..",
              "dev.partitura.app..",
              "javafx..",
              "java.awt..",
              "javax.swing..");

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
