package dev.partitura.app.bench;

import dev.partitura.editor.NetworkEditor;
import dev.partitura.engine.project.Project;
import dev.partitura.ui.background.FxThread;
import dev.partitura.ui.canvas.ZoomPan;
import dev.partitura.ui.session.Session;
import dev.partitura.ui.theme.Appearance;
import dev.partitura.ui.theme.Language;
import dev.partitura.ui.theme.Theme;
import java.util.List;
import java.util.Map;

/// What frames of the graph cost while it is moved. Needs a [HeadlessToolkit] that was started.
final class GraphFrames {
  /// Pixels for each of the drawing's own, where names are read.
  private static final double NEAR = 0.6;

  private final Project project;

  GraphFrames(Project project) {
    this.project = project;
  }

  /// Milliseconds of each frame, by what was done to the picture.
  Map<String, List<Double>> measure() {
    var session =
        FxThread.call(() -> {
          var made = new Session(project, new Appearance(Theme.DARK, Language.ENGLISH));
          made.appearance().motionProperty().set(false);
          return made;
        });
    var stage = HeadlessToolkit.show(session, NetworkEditor::new);
    var canvas = FxThread.call(() -> HeadlessToolkit.find(stage, ZoomPan.Surface.class));
    FxThread.run(canvas::fit);
    double scale = FxThread.call(() -> canvas.viewport().scale());
    var millis = new FrameMeter(canvas).measure(NEAR / scale);
    FxThread.run(stage::close);
    FxThread.run(() -> session.background().close());
    return millis;
  }
}
