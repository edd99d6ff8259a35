package dev.partitura.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.jspecify.annotations.NullMarked;

/// The command line needs no window toolkit until a window is asked for.
@AnalyzeClasses(
    packages = "dev.partitura.app",
    importOptions = ImportOption.DoNotIncludeTests.class)
class ImportRulesTest {

  @ArchTest
  static final ArchRule commandsThatNeedNoWindowKnowNoToolkit =
      noClasses()
          .that()
          .resideInAPackage("..app.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("javafx..")
          .allowEmptyShould(true);

  @ArchTest
  static final ArchRule onlyTheBenchmarkKnowsItsPeer =
      noClasses()
          .that()
          .resideOutsideOfPackage("..app.bench..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("ai.onnxruntime..")
          .allowEmptyShould(true);

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
