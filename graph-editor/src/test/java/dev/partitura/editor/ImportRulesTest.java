package dev.partitura.editor;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.jspecify.annotations.NullMarked;

/// The editor meets the visualizers only in the session.
@AnalyzeClasses(
    packages = "dev.partitura.editor",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ImportRulesTest {

  @ArchTest
  static final ArchRule editorImportsOnlyEngineAndUi =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "dev.partitura.samples..", "dev.partitura.visualizers..", "dev.partitura.app..");

  @ArchTest
  static final ArchRule nothingDrawsWithAwt =
      noClasses().should().dependOnClassesThat().resideInAnyPackage("java.awt..", "javax.swing..");

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
