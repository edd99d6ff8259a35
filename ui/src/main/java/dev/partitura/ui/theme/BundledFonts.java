package dev.partitura.ui.theme;

import dev.partitura.engine.file.AtomicFile;
import dev.partitura.engine.file.UserFolders;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// The fonts that come along, so that the window looks the same on every machine, also on one
/// without any font.
///
/// On Linux JavaFX finds its fonts through fontconfig. [#provide()] points it at our own files
/// instead; it must be called before the toolkit starts and does nothing on other systems, where
/// [#load()] adds the files to those of the system.
public final class BundledFonts {
  /// Family of running text.
  public static final String SANS = "Inter";

  /// The same, half a step bolder, for headings and buttons.
  public static final String SANS_MEDIUM = "Inter Medium";

  /// Family of numbers that line up.
  public static final String MONO = "JetBrains Mono";

  private static final String CHINESE = "Noto Sans CJK SC";
  private static final String VERSION = "2";

  private record Face(String family, String fullName, String file) {}

  private static final Face REGULAR = new Face(SANS, "Inter", "Inter-Regular.otf");
  private static final Face BOLD = new Face(SANS, "Inter Bold", "Inter-SemiBold.otf");
  private static final Face MEDIUM = new Face(SANS_MEDIUM, "Inter Medium", "Inter-Medium.otf");
  private static final Face MONO_REGULAR =
      new Face(MONO, "JetBrains Mono", "JetBrainsMono-Regular.ttf");
  private static final Face MONO_BOLD =
      new Face(MONO, "JetBrains Mono Bold", "JetBrainsMono-SemiBold.ttf");
  private static final Face CHINESE_REGULAR =
      new Face(CHINESE, "Noto Sans CJK SC", "NotoSansCJKsc-Regular.otf");
  private static final Face CHINESE_BOLD =
      new Face(CHINESE, "Noto Sans CJK SC Bold", "NotoSansCJKsc-Bold.otf");
  private static final List<Face> ALL =
      List.of(REGULAR, BOLD, MEDIUM, MONO_REGULAR, MONO_BOLD, CHINESE_REGULAR, CHINESE_BOLD);

  private BundledFonts() {}

  /// Unpacks the fonts into the user's cache folder, once, and makes JavaFX use them alone: on
  /// Linux, before the toolkit starts.
  public static void provide() {
    if (!isLinux()) {
      return;
    }
    Path folder;
    try {
      folder = unpack(UserFolders.ofUser().cache("fonts-" + VERSION));
    } catch (IOException fault) {
      throw new UncheckedIOException("The fonts could not be unpacked", fault);
    }
    System.setProperty("prism.useFontConfig", "false");
    System.setProperty("prism.fontdir", folder.toString());
  }

  private static boolean isLinux() {
    return System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("linux");
  }

  /// Adds the fonts to a toolkit that has started, where [#provide()] could not give them to it.
  public static void load() {
    if (isLinux()) {
      return;
    }
    for (var face : ALL) {
      try (var stream = BundledFonts.class.getResourceAsStream("fonts/" + face.file())) {
        javafx.scene.text.Font.loadFont(stream, 12);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// Writes the fonts and their indexes into a folder, unless they are there. Safe against a second
  /// process doing the same.
  static Path unpack(Path folder) throws IOException {
    var last = folder.resolve("allfonts.properties");
    if (Files.exists(last)) {
      return folder;
    }
    Files.createDirectories(folder);
    for (var face : ALL) {
      try (var stream = BundledFonts.class.getResourceAsStream("fonts/" + face.file())) {
        if (stream == null) {
          throw new IOException("Font " + face.file() + " is not in the program");
        }
        AtomicFile.write(folder.resolve(face.file()), stream::transferTo);
      }
    }
    AtomicFile.writeText(folder.resolve("logicalfonts.properties"), logicalFonts());
    AtomicFile.writeText(last, allFonts());
    return folder;
  }

  private static String logicalFonts() {
    var text = new TreeMap<String, String>();
    for (var style : List.of("regular", "bold", "italic", "bolditalic")) {
      var bold = style.startsWith("bold");
      var chinese = bold ? List.of(CHINESE_BOLD, CHINESE_REGULAR) : List.of(CHINESE_REGULAR);
      var sans = chain(bold ? BOLD : REGULAR, chinese);
      enter(text, "sans." + style, sans);
      enter(text, "serif." + style, sans);
      enter(text, "monospace." + style, chain(bold ? MONO_BOLD : MONO_REGULAR, chinese));
    }
    return print(text);
  }

  private static List<Face> chain(Face first, List<Face> rest) {
    var faces = new ArrayList<Face>();
    faces.add(first);
    faces.addAll(rest);
    return faces;
  }

  private static void enter(Map<String, String> text, String key, List<Face> faces) {
    for (int i = 0; i < faces.size(); i++) {
      text.put(key + "." + i + ".font", faces.get(i).fullName());
      text.put(key + "." + i + ".file", faces.get(i).file());
    }
  }

  private static String allFonts() {
    var text = new TreeMap<String, String>();
    text.put("maxFont", Integer.toString(ALL.size() - 1));
    for (int i = 0; i < ALL.size(); i++) {
      text.put("family." + i, ALL.get(i).family());
      text.put("font." + i, ALL.get(i).fullName());
      text.put("file." + i, ALL.get(i).file());
    }
    return print(text);
  }

  private static String print(Map<String, String> entries) {
    var out = new StringWriter();
    entries.forEach((key, value) -> out.append(key).append('=').append(value).append('\n'));
    return out.toString();
  }
}
