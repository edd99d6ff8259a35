package dev.partitura.ui.problem;

import dev.partitura.engine.file.AtomicFile;
import dev.partitura.engine.problem.Problem;
import dev.partitura.engine.problem.ProblemException;
import dev.partitura.ui.problem.Notice.Level;
import dev.partitura.ui.theme.Appearance;
import dev.partitura.ui.theme.Words;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.FileSystemException;
import java.util.List;
import java.util.stream.Collectors;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/// What there is to tell just now, newest last. Used on the FX thread.
public final class Notices {
  private static final int MOST = 4;

  private final ObservableList<Notice> shown = FXCollections.observableArrayList();
  private final Appearance appearance;

  public Notices(Appearance appearance) {
    this.appearance = appearance;
  }

  public ObservableList<Notice> shown() {
    return shown;
  }

  public void show(Notice notice) {
    // The same sentence twice says nothing new.
    var sentence = text(notice);
    shown.removeIf(other -> text(other).equals(sentence));
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
      Words count = _ -> "+ " + rest.size();
      show(new Notice(Level.PROBLEM, count, Words.NONE, sentences(rest), null, null));
    }
  }

  /// Shows why something failed: a refusal by its sentences, anything else as a fault with its
  /// details.
  public void show(Throwable failure) {
    switch (failure) {
      case ProblemException refusal -> show(refusal.problems());
      case FileSystemException file -> show(AtomicFile.unusable(file).problems());
      default -> {
        var sentence = sentence(failure);
        var trace = trace(failure);
        show(new Notice(Level.FAULT, _ -> sentence, Words.NONE, _ -> trace, null, null));
      }
    }
  }

  public void dismiss(Notice notice) {
    shown.remove(notice);
  }

  /// Another document is opened: what was said of the last one goes, offers stay.
  public void leaveDocument() {
    shown.removeIf(notice -> !notice.isOffer());
  }

  private String text(Notice notice) {
    return notice.message().in(appearance.language());
  }

  private static Words sentences(List<Problem> problems) {
    return language ->
        problems.stream()
            .map(problem -> problem.sentence(language.locale()))
            .collect(Collectors.joining("\n"));
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
