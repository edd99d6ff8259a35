package dev.partitura.app.desktop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.engine.analysis.Iterations;
import dev.partitura.engine.execute.LoweringRunner;
import dev.partitura.engine.execute.local.LocalExecutor;
import dev.partitura.engine.network.NetworkBuilder;
import dev.partitura.engine.project.Autosave;
import dev.partitura.engine.project.Project;
import dev.partitura.engine.project.ProjectFile;
import dev.partitura.engine.tensor.Shape;
import dev.partitura.ui.background.FxThread;
import dev.partitura.ui.problem.Notice;
import dev.partitura.ui.run.Runner;
import dev.partitura.ui.session.Edit;
import dev.partitura.ui.session.Run;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Appearance;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Theme;
import dev.partitura.ui.workbench.Preferences;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("fx")
class DocumentsTest {
  @TempDir Path folder;

  private final Session session =
      FxThread.call(
          () -> new Session(Loader.empty("net"), new Appearance(Theme.DARK, Language.ENGLISH)));

  @BeforeAll
  static void startToolkit() {
    FxThread.start();
  }

  @Test
  void aPlaceThatCannotBeWrittenIsSaidInOneSentenceAndLosesNothing() throws Exception {
    var inTheWay = Files.createDirectory(folder.resolve("taken.partitura"));
    Files.createFile(inTheWay.resolve("something"));
    change();
    var before = session.project();
    act(() -> documents(inTheWay).save(() -> {}));
    assertTrue(session.history().dirtyProperty().get());
    assertEquals(before, session.project());
    var notice = session.notices().shown().getLast();
    assertEquals(Notice.Level.PROBLEM, notice.level());
    assertFalse(notice.message().in(Language.ENGLISH).contains("\n"));
  }

  @Test
  void exportsAreWrittenWithTheirEndings() throws Exception {
    act(() -> session.open(Loader.load("mlp").project(), null, true));
    act(() ->
        documents(folder.resolve("mlp")).commands().stream()
            .filter(c -> c.id().equals("file.exportPlan"))
            .forEach(c -> c.run().run()));
    assertTrue(Files.readString(folder.resolve("mlp.json")).contains("\"parts\""));
    act(() ->
        documents(folder.resolve("mlp")).commands().stream()
            .filter(c -> c.id().equals("file.exportOnnx"))
            .forEach(c -> c.run().run()));
    var again = Loader.load(folder.resolve("mlp.onnx")).project();
    assertEquals(session.project().network().ops(), again.network().ops());
  }

  @Test
  void brokenFilesAreRefusedInWords() throws IOException, InterruptedException {
    var broken = Files.writeString(folder.resolve("broken.partitura"), "{\"partitura\": 1,");
    var open = session.project();
    act(() -> documents(broken).open(broken));
    assertEquals(open, session.project());
    assertEquals(Notice.Level.PROBLEM, session.notices().shown().getLast().level());
  }

  @Test
  void theSecondProgramThatSavesAProjectIsWarnedAndMayGoOn() throws Exception {
    var file = folder.resolve("shared.partitura");
    var ours = documents(file);
    act(() -> ours.save(() -> {}));
    ProjectFile.write(Loader.load("mlp").project(), file, ProjectFile.Place.AUTOMATIC);
    change();
    act(() -> ours.save(() -> {}));
    assertTrue(session.history().dirtyProperty().get());
    assertEquals("mlp", ProjectFile.read(file).network().name());
    var warning = session.notices().shown().getLast();
    assertEquals(Notice.Level.PROBLEM, warning.level());
    act(() -> warning.action().run().accept(session.commands()));
    assertFalse(session.history().dirtyProperty().get());
    assertEquals("other", ProjectFile.read(file).network().name());
  }

  @Test
  void workThatCannotBeKeptIsNotedOnce() throws Exception {
    var inTheWay = Files.createFile(folder.resolve("state"));
    var recovery =
        FxThread.call(
            () -> new Recovery(session, Optional.of(Autosave.in(inTheWay.resolve("below")))));
    for (int i = 0; i < 3; i++) {
      change();
      act(recovery::keep);
    }
    assertEquals(1, session.notices().shown().size());
    assertEquals(Notice.Level.PROBLEM, session.notices().shown().getFirst().level());
  }

  /// A crash leaves the files; the next program finds them under the number of one that is gone.
  @Test
  void runsSurviveACrash() throws Exception {
    // Small enough to lie within the document, which names no other file then.
    var b = new NetworkBuilder("small");
    b.output(b.op("Relu", b.input("x", Shape.of(4, 8))));
    var network = b.build();
    var project = session.project().withNetwork(network);
    act(() -> session.open(project, null, true));
    var state = folder.resolve("state");
    var recovery = FxThread.call(() -> new Recovery(session, Optional.of(Autosave.in(state))));
    act(new Runner(session, new LoweringRunner(new LocalExecutor()))::run);
    act(recovery::keep);
    var medians = session.runs().stream().map(DocumentsTest::median).toList();
    assertEquals(1, medians.size());
    try (var files = Files.list(state)) {
      for (var file : files.toList()) {
        var name = file.getFileName().toString();
        Files.move(
            file, state.resolve(name.replaceFirst("recovery-\\d+-\\d+", "recovery-999999999-1")));
      }
    }
    act(() -> session.open(Loader.empty("other"), null, true));
    act(recovery::offer);
    var offered = session.notices().shown().getLast().action();
    act(() -> Objects.requireNonNull(offered).run().accept(session.commands()));
    assertEquals(network, session.project().network());
    assertEquals(medians, session.runs().stream().map(DocumentsTest::median).toList());
    assertTrue(session.history().dirtyProperty().get());
  }

  @Test
  void runsAreSavedWithTheProjectAndOpenWithIt() throws Exception {
    act(() -> session.open(Loader.load("mlp").project(), null, true));
    var runner = new Runner(session, new LoweringRunner(new LocalExecutor()));
    act(runner::run);
    var file = folder.resolve("kept.partitura");
    var documents = documents(file);
    act(() -> documents.save(() -> {}));
    assertFalse(session.unsaved().get());
    act(runner::run);
    assertTrue(session.unsaved().get());
    act(() -> documents.save(() -> {}));
    var medians = session.runs().stream().map(DocumentsTest::median).toList();
    var newest = session.runs().getLast();
    act(() -> session.open(Loader.empty("other"), null, true));
    assertEquals(0, session.runs().size());
    act(() -> documents.open(file));
    assertEquals(medians, session.runs().stream().map(DocumentsTest::median).toList());
    assertEquals(newest.number(), Objects.requireNonNull(session.currentRun()).number());
    assertFalse(session.results().standing().isStale());
    assertTrue(Objects.requireNonNull(session.currentRun()).canBeRestored());
    assertFalse(session.unsaved().get());
    assertEquals(newest.agreement(), Objects.requireNonNull(session.currentRun()).agreement());
  }

  private static double median(Run run) {
    return run.find(Iterations.ANALYSIS).orElseThrow().median();
  }

  private void change() throws InterruptedException {
    act(() -> session.apply(Edit.of("Rename", project -> renamed(project))));
  }

  private static Project renamed(Project project) {
    return new Project(
        project.network().withName("other"), project.cluster(), project.plan(), project.diagram());
  }

  private Documents documents(Path answer) {
    return new Documents(
        session,
        new Preferences(null),
        new FileQuestions() {
          @Override
          public Optional<Path> open() {
            return Optional.of(answer);
          }

          @Override
          public Optional<Path> save(String suggestion) {
            return Optional.of(answer);
          }

          @Override
          public Answer unsaved(String name) {
            return Answer.DISCARD;
          }
        });
  }

  /// Does something on the FX thread and waits for the jobs that it starts.
  private void act(Runnable action) throws InterruptedException {
    var idle = new CountDownLatch(1);
    FxThread.run(() -> {
      action.run();
      session.background().whenIdle(idle::countDown);
    });
    idle.await();
  }
}
