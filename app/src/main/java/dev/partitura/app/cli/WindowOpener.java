package dev.partitura.app.cli;

import dev.partitura.engine.problem.ProblemException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The window, as the command line sees it.
@FunctionalInterface
public interface WindowOpener {
  /// Opens the window and returns when it is closed, or draws it into a picture and returns.
  ///
  /// @throws ProblemException when the file or the plan is refused before a window could show it
  void open(Request request);

  /// What to open and how.
  ///
  /// @param model a sample's name, an ONNX file or a project file; null opens an empty workbench
  /// @param cluster words or a file; null keeps what the file says
  /// @param plans presets or plan files, each run or trained after the one before; none keeps what
  ///   the file says
  /// @param run whether to run it at once
  /// @param train what to train it on at once; null does not
  /// @param steps of that training; 0 takes what is usual for the data
  /// @param serve whether to put it under a load at once, after the run where there is one
  /// @param sweep whether to look for its highest load at once, after that
  /// @param view to show below the graph, such as `timeline`; null keeps the user's choice
  /// @param snapshot picture to write instead of showing a window
  /// @param size of the window or picture; null keeps what the window had last
  /// @param theme `dark` or `light`; null keeps the user's choice
  /// @param language `en` or `zh`; null keeps the user's choice
  record Request(
      @Nullable String model,
      @Nullable String cluster,
      List<String> plans,
      boolean run,
      @Nullable String train,
      int steps,
      boolean serve,
      boolean sweep,
      @Nullable String view,
      @Nullable Path snapshot,
      @Nullable Size size,
      @Nullable String theme,
      @Nullable String language) {
    public Request {
      plans = List.copyOf(plans);
    }

    /// An empty workbench in a window.
    public static final Request EMPTY =
        new Request(
            null, null, List.of(), false, null, 0, false, false, null, null, null, null, null);
  }

  /// A size in pixels of the desktop, before it scales them.
  record Size(int width, int height) {
    /// What a window has that never had another, and a picture that names none.
    public static final Size USUAL = new Size(1600, 1000);

    /// As the command line writes it.
    @Override
    public String toString() {
      return width + "x" + height;
    }
  }
}
