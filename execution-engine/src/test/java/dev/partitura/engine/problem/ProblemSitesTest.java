package dev.partitura.engine.problem;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Walks the sources of all modules for the places that make problems.
class ProblemSitesTest {
  private static final List<String> MODULES =
      List.of("execution-engine", "sample-models", "ui", "graph-editor", "visualizers", "app");

  /// Who makes problems: a call by this name in files below this path, and how many more arguments
  /// the sentence gets than the call has (the code and the subject are none of them).
  private record Maker(String path, String call, int more) {}

  private static final List<Maker> MAKERS =
      List.of(
          new Maker("", "Problem.of", -2),
          new Maker("", "ProblemException.of", -2),
          new Maker("", "Phrase.of", -1),
          new Maker("/operator/", "refuse", 1),
          new Maker("/network/onnx/", "refuse", -1),
          new Maker("/project/", "refuse", 0),
          new Maker("/file/JsonEntry", "refuse", 0),
          new Maker("/cluster/catalogue/", "refuse", 0),
          new Maker("/training/data/CsvData", "refuse", 0),
          new Maker("/plan/PlanFile", "problem", -1),
          new Maker("/plan/PlanCheck", "add", -2));

  private static final TreeMap<String, String> TEXTS = ProblemTexts.english();
  private static final Set<String> LITERALS = new HashSet<>();
  private static final Set<String> UNKNOWN = new TreeSet<>();
  private static final Set<String> MISCOUNTED = new TreeSet<>();

  @BeforeAll
  static void scan() throws IOException {
    var files = new ArrayList<Path>();
    for (var module : MODULES) {
      try (var tree = Files.walk(Path.of("..", module, "src", "main", "java"))) {
        tree.filter(file -> file.toString().endsWith(".java")).forEach(files::add);
      }
    }
    var compiler = ToolProvider.getSystemJavaCompiler();
    try (var manager = compiler.getStandardFileManager(null, null, null)) {
      var task =
          (JavacTask)
              compiler.getTask(
                  null,
                  manager,
                  null,
                  List.of("-proc:none"),
                  null,
                  manager.getJavaFileObjectsFromPaths(files));
      for (var unit : task.parse()) {
        new Scanner(unit).scan(unit, null);
      }
    }
  }

  @Test
  void everyCodeInTheSourcesHasItsSentence() {
    assertEquals(Set.of(), UNKNOWN);
  }

  @Test
  void everyProblemIsToldWhatItsSentenceSays() {
    assertEquals(Set.of(), MISCOUNTED);
  }

  @Test
  void everySentenceIsSaidSomewhere() {
    var silent = new TreeSet<String>();
    var shared = ProblemTexts.shared();
    for (var key : TEXTS.keySet()) {
      boolean said = ProblemTexts.isShared(key) ? shared.contains(key) : LITERALS.contains(key);
      if (!key.endsWith(".hint") && !said) {
        silent.add(key);
      }
    }
    assertEquals(Set.of(), silent);
  }

  private static final class Scanner extends TreeScanner<Void, Void> {
    private final String file;

    Scanner(CompilationUnitTree unit) {
      file = unit.getSourceFile().getName().replace('\\', '/');
    }

    @Override
    public Void visitLiteral(LiteralTree literal, Void nothing) {
      if (literal.getKind() == Tree.Kind.STRING_LITERAL) {
        var text = (String) literal.getValue();
        LITERALS.add(text);
        if (text.startsWith("words.") && !TEXTS.containsKey(text)) {
          UNKNOWN.add(text);
        }
      }
      return null;
    }

    @Override
    public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
      var name = call.getMethodSelect().toString();
      for (var maker : MAKERS) {
        if (file.contains(maker.path())
            && (name.equals(maker.call()) || name.endsWith("." + maker.call()))) {
          int told = call.getArguments().size() + maker.more();
          if (told >= 0) {
            codes(call.getArguments().getFirst()).forEach(code -> check(code, told));
          }
        }
      }
      return super.visitMethodInvocation(call, nothing);
    }

    private void check(String code, int told) {
      var where = file.substring(file.lastIndexOf('/') + 1) + ": " + code;
      if (!TEXTS.containsKey(code)) {
        UNKNOWN.add(where);
      } else if (ProblemTexts.arguments(TEXTS, code) != told) {
        MISCOUNTED.add(where + " is told " + told);
      }
    }

    /// The literals that the first argument can be; none where it is a parameter.
    private static Set<String> codes(ExpressionTree argument) {
      var codes = new HashSet<String>();
      new TreeScanner<Void, Void>() {
        @Override
        public Void visitLiteral(LiteralTree literal, Void nothing) {
          if (literal.getKind() == Tree.Kind.STRING_LITERAL) {
            codes.add((String) literal.getValue());
          }
          return null;
        }
      }.scan(argument, null);
      return codes;
    }
  }
}
