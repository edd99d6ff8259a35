package dev.partitura.ui.action;

import javafx.beans.binding.Bindings;
import javafx.beans.value.ObservableBooleanValue;
import javafx.scene.input.KeyCombination;
import org.jspecify.annotations.Nullable;

/// Something a person can do, whether by menu, key or command palette.
///
/// @param id stable, such as `file.open`
/// @param group heading in the palette and the menus
/// @param label what it does, in the language of the window
/// @param key its key, or null
/// @param enabled whether it can be done now
public record Command(
    String id,
    String group,
    String label,
    @Nullable KeyCombination key,
    ObservableBooleanValue enabled,
    Runnable run) {

  /// A command that can always be done; `key` is written like `Shortcut+S`, empty for none.
  public static Command of(String id, String group, String label, String key, Runnable run) {
    return of(id, group, label, key, Bindings.createBooleanBinding(() -> true), run);
  }

  public static Command of(
      String id,
      String group,
      String label,
      String key,
      ObservableBooleanValue enabled,
      Runnable run) {
    return new Command(
        id, group, label, key.isEmpty() ? null : KeyCombination.valueOf(key), enabled, run);
  }

  /// Does it, unless it cannot be done now.
  public void fire() {
    if (enabled.get()) {
      run.run();
    }
  }
}
