package dev.partitura.ui.session;

import dev.partitura.engine.project.Project;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import org.jspecify.annotations.Nullable;

/// The project as it is, and every state it was in. Used on one thread.
// States are told apart by identity: an edit that changes nothing returns what it was given.
@SuppressWarnings("ReferenceEquality")
public final class History {
  private static final int MOST_STEPS = 1000;

  private record Step(String label, Project before, Project after) {}

  private final List<Step> steps = new ArrayList<>();
  private final ReadOnlyObjectWrapper<Project> project;
  private final ReadOnlyBooleanWrapper dirty = new ReadOnlyBooleanWrapper(this, "dirty");
  private final ReadOnlyStringWrapper undoLabel = new ReadOnlyStringWrapper(this, "undoLabel", "");
  private final ReadOnlyStringWrapper redoLabel = new ReadOnlyStringWrapper(this, "redoLabel", "");
  private int position;
  private @Nullable Project saved;
  private @Nullable Gesture gesture;

  public History(Project first) {
    project = new ReadOnlyObjectWrapper<>(this, "project", first);
    saved = first;
  }

  public ReadOnlyObjectProperty<Project> projectProperty() {
    return project.getReadOnlyProperty();
  }

  public Project project() {
    return project.get();
  }

  /// Does an edit; what was undone before it is gone.
  public void apply(Edit edit) {
    endGesture();
    record(edit.label(), project(), edit.apply(project()));
  }

  /// Begins a gesture: whatever is done until it ends is one step. An open gesture ends first.
  public Gesture begin(String label) {
    endGesture();
    var begun = new Gesture(label, project());
    gesture = begun;
    return begun;
  }

  public void undo() {
    endGesture();
    if (position > 0) {
      position--;
      show(steps.get(position).before());
    }
  }

  public void redo() {
    endGesture();
    if (position < steps.size()) {
      show(steps.get(position).after());
      position++;
      update();
    }
  }

  /// The edit that undo takes back; empty when there is none.
  public ReadOnlyStringProperty undoLabelProperty() {
    return undoLabel.getReadOnlyProperty();
  }

  public ReadOnlyStringProperty redoLabelProperty() {
    return redoLabel.getReadOnlyProperty();
  }

  /// Whether the project differs from what was saved last.
  public ReadOnlyBooleanProperty dirtyProperty() {
    return dirty.getReadOnlyProperty();
  }

  /// Notes that this state of the project is in the file now. It need not be the newest: saving
  /// takes a while.
  public void markSaved(Project written) {
    saved = written;
    update();
  }

  /// Opens another project, without a way back to this one.
  ///
  /// @param isSaved whether it is as in its file
  public void open(Project opened, boolean isSaved) {
    gesture = null;
    steps.clear();
    position = 0;
    saved = isSaved ? opened : null;
    show(opened);
  }

  private void record(String label, Project before, Project after) {
    if (after == before) {
      return;
    }
    steps.subList(position, steps.size()).clear();
    steps.add(new Step(label, before, after));
    if (steps.size() > MOST_STEPS) {
      steps.removeFirst();
    }
    position = steps.size();
    show(after);
  }

  private void show(Project next) {
    // Labels first: who hears of the project may ask for them.
    update(next);
    project.set(next);
  }

  private void update() {
    update(project());
  }

  private void update(Project now) {
    undoLabel.set(position > 0 ? steps.get(position - 1).label() : "");
    redoLabel.set(position < steps.size() ? steps.get(position).label() : "");
    dirty.set(now != saved);
  }

  private void endGesture() {
    if (gesture != null) {
      gesture.end();
    }
  }

  /// Changes that come one after another under one hand: a drag, a brush stroke, a slider's way.
  public final class Gesture {
    private final String label;
    private final Project before;

    private Gesture(String label, Project before) {
      this.label = label;
      this.before = before;
    }

    /// Does an edit on top of what the gesture did so far.
    public void apply(Edit edit) {
      preview(edit.apply(project()));
    }

    /// Does an edit in place of what the gesture did so far.
    public void replace(Edit edit) {
      preview(edit.apply(before));
    }

    /// Makes one step of it all; nothing when nothing changed.
    public void end() {
      if (gesture == this) {
        gesture = null;
        History.this.record(label, before, project());
      }
    }

    /// Takes it all back.
    public void cancel() {
      if (gesture == this) {
        gesture = null;
        show(before);
      }
    }

    private void preview(Project next) {
      if (gesture == this && next != project()) {
        show(next);
      }
    }
  }
}
