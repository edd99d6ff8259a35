package dev.partitura.engine.execute.ranks;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How this application is started once more, as it was started itself.
final class JavaCommand {
  private JavaCommand() {}

  /// @param main the class to start where Java is started
  static List<String> of(String main, String... arguments) {
    var image = System.getProperty("jpackage.app-path");
    var command = new ArrayList<String>();
    if (image != null) {
      command.add(image);
    } else {
      var java = Path.of(System.getProperty("java.home"), "bin", "java");
      command.add(Files.isExecutable(java) ? java.toString() : "java");
      ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
          .filter(JavaCommand::isTaken)
          .forEach(command::add);
      // Several processes share the cores: each with as few threads of its own as can be.
      command.add("-XX:+UseSerialGC");
      command.add("-cp");
      command.add(System.getProperty("java.class.path"));
      command.add(main);
    }
    command.addAll(List.of(arguments));
    return command;
  }

  /// Agents watch this process alone, and a cache is made by one.
  private static boolean isTaken(String argument) {
    return argument.startsWith("--enable-native-access")
        || argument.startsWith("--sun-misc-unsafe")
        || argument.startsWith("-Xm")
        || argument.startsWith("-XX:AOTCache=")
        || argument.startsWith("-Xlog:aot")
        || argument.startsWith("-Dstd")
        || argument.startsWith("-Dorg.bytedeco");
  }
}
