package dev.partitura.editor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.partitura.editor.canvas.GraphCanvas;
import dev.partitura.engine.network.OpId;
import dev.partitura.samples.SampleModels;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Appearance;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Theme;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javafx.scene.Scene;
import javafx.scene.control.TextField;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;

/// A large network in the editor: how it is opened, searched and fitted. No window is needed.
@Tag("fx")
class FindTest {
  private static final OpId INNER = new OpId("layer3/block5/conv2");

  private final Session session =
      new Session(
          Projects.of(SampleModels.network("resnet50")).withDiagram(GraphEditor.firstDiagram()),
          new Appearance(Theme.DARK, Language.ENGLISH));
  private @Nullable NetworkEditor shown;

  @BeforeEach
  void open() throws Exception {
    FxToolkit.registerPrimaryStage();
    fx(() -> {
      session.appearance().motionProperty().set(false);
      var made = new NetworkEditor(session);
      shown = made;
      session.appearance().dress(new Scene(made, 900, 500));
    });
    settle();
  }

  private static void fx(Runnable action) {
    WaitForAsyncUtils.waitForAsyncFx(120_000, action);
  }

  private void settle() throws Exception {
    for (int turn = 0; turn < 2; turn++) {
      WaitForAsyncUtils.waitFor(120, TimeUnit.SECONDS, () -> session.background().jobs().isEmpty());
      fx(() -> {
        editor().applyCss();
        editor().layout();
      });
    }
  }

  private NetworkEditor editor() {
    return Objects.requireNonNull(shown);
  }

  private GraphCanvas canvas() {
    return editor().canvas();
  }

  private boolean draws(OpId op) {
    return canvas().drawing().sketch().indexes().containsKey(op);
  }

  @Test
  void whatLiesInAClosedBlockIsFoundAndTheBlockOpened() throws Exception {
    assertTrue(
        SampleModels.network("resnet50").ops().stream().anyMatch(op -> op.id().equals(INNER)));
    assertFalse(draws(INNER));
    fx(() -> {
      session.commands().fire("edit.find");
      ((TextField) editor().lookup("#find-bar .text-field")).setText(INNER.name());
    });
    assertTrue(session.selection().ops().contains(INNER), "its block is selected");
    assertFalse(draws(INNER), "typing opens nothing");
    fx(() ->
        ((TextField) editor().lookup("#find-bar .text-field"))
            .fireEvent(new javafx.event.ActionEvent()));
    settle();
    assertTrue(draws(INNER));
    assertEquals(Set.of(INNER), session.selection().ops());
    fx(session.history()::undo);
    settle();
    assertFalse(draws(INNER));
  }

  @Test
  void thePictureFitsAgainAfterABlockIsOpenedUntilSomebodyNavigates() throws Exception {
    fx(() -> editor().actions().blocks().expandAll());
    settle();
    fx(() -> {
      var visible = canvas().viewport().visible();
      assertTrue(visible.contains(canvas().drawing().extent()), "all is seen");
      canvas().setViewport(canvas().viewport().panned(50, 0));
    });
    var before = canvas().viewport();
    fx(() -> editor().actions().blocks().collapseAll());
    settle();
    assertEquals(before.scale(), canvas().viewport().scale(), 1e-9);
  }
}
