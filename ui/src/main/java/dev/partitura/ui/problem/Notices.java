package dev.partitura.ui.problem;

import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.problem.ProblemException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.FileSystemException;
import java.util.List;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// What there is to tell just now, newest last. Used on the FX thread.
public final class Notices {
  private static final int MOST = 4;

  private final ObservableList<Notice> shown = FXCollections.observableArrayList();

  public ObservableList<Notice> shown() {
    return shown;
  }

  public void show(Notice notice) {
    // The same sentence twice says nothing new.
    shown.removeIf(other -> other.message().equals(notice.message()));
    shown.add(notice);
    while (shown.size() > MOST) {
      shown.removeFirst();
    }
  }

  /// Shows problems found in an input; of many, the first few and how many more there are.
  public void show(List<Problem> problems) {
    problems.stream().limit(MOST - 1).map(Notice::of).forEach(this::show);
    if (problems.size() >= MOST) {
      var rest = problems.subList(MOST - 1, problems.size());
      var text = String.join("\n", rest.stream().map(Problem::sentence).toList());
      show(new Notice(Notice.Level.PROBLEM, "+ " + rest.size(), "", text, null));
    }
  }

  /// Shows why something failed: a refusal by its sentences, anything else as a fault with its
  /// details.
  public void show(Throwable failure) {
    switch (failure) {
      case ProblemException refusal -> show(refusal.problems());
      case FileSystemException file ->
          show(new Notice(Notice.Level.PROBLEM, sentence(file), "", file.toString(), null));
      default -> show(new Notice(Notice.Level.FAULT, sentence(failure), "", trace(failure), null));
    }
  }

  public void dismiss(Notice notice) {
    shown.remove(notice);
  }

  private static String sentence(Throwable failure) {
    var message = failure.getMessage();
    return message == null || message.isBlank() ? failure.getClass().getSimpleName() : message;
  }

  private static String trace(Throwable failure) {
    var out = new StringWriter();
    failure.printStackTrace(new PrintWriter(out));
    return out.toString();
  }
}
