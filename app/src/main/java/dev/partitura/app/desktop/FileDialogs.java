package dev.partitura.app.desktop;

import dev.partitura.engine.project.ProjectFile;
import dev.partitura.ui.theme.Appearance;
import dev.partitura.ui.theme.Texts;
import java.io.File;
import java.nio.file.Path;
import java.util.Optional;
import javafx.scene.control.Alert;
import javafx.scene.control.ButtonBar.ButtonData;
import javafx.scene.control.ButtonType;
import javafx.stage.FileChooser;
import javafx.stage.FileChooser.ExtensionFilter;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;

/// Asks by the dialogs of the system.
final class FileDialogs implements FileQuestions {
  private final Window owner;
  private final Appearance appearance;
  private @Nullable File lastFolder;

  FileDialogs(Window owner, Appearance appearance) {
    this.owner = owner;
    this.appearance = appearance;
  }

  @Override
  public Optional<Path> open() {
    var texts = texts();
    var chooser = chooser(texts.get("dialog.open"));
    chooser
        .getExtensionFilters()
        .addAll(
            new ExtensionFilter(texts.get("dialog.all"), "*.onnx", "*" + ProjectFile.EXTENSION),
            new ExtensionFilter(texts.get("dialog.onnx"), "*.onnx"),
            new ExtensionFilter(texts.get("dialog.project"), "*" + ProjectFile.EXTENSION));
    return remember(chooser.showOpenDialog(owner));
  }

  @Override
  public Optional<Path> save(String suggestion) {
    var chooser = chooser(texts().get("dialog.save"));
    chooser.setInitialFileName(suggestion);
    return remember(chooser.showSaveDialog(owner));
  }

  @Override
  public Answer unsaved(String name) {
    var texts = texts();
    var save = new ButtonType(texts.get("dialog.unsaved.save"), ButtonData.YES);
    var discard = new ButtonType(texts.get("dialog.unsaved.discard"), ButtonData.NO);
    var cancel = new ButtonType(texts.get("dialog.unsaved.cancel"), ButtonData.CANCEL_CLOSE);
    var alert =
        new Alert(Alert.AlertType.NONE, texts.get("dialog.unsaved.line"), save, discard, cancel);
    alert.setHeaderText(texts.get("dialog.unsaved", name));
    alert.setTitle("Partitura");
    alert.initOwner(owner);
    appearance.dress(alert.getDialogPane());
    var answer = alert.showAndWait().orElse(cancel);
    return answer == save ? Answer.SAVE : answer == discard ? Answer.DISCARD : Answer.CANCEL;
  }

  private Texts texts() {
    return appearance.texts(FileDialogs.class);
  }

  private FileChooser chooser(String title) {
    var chooser = new FileChooser();
    chooser.setTitle(title);
    if (lastFolder != null && lastFolder.isDirectory()) {
      chooser.setInitialDirectory(lastFolder);
    }
    return chooser;
  }

  private Optional<Path> remember(@Nullable File chosen) {
    if (chosen == null) {
      return Optional.empty();
    }
    lastFolder = chosen.getParentFile();
    return Optional.of(chosen.toPath());
  }
}
