#!/usr/bin/env bash
# picocli 4.7.7: an option that is given twice makes the group it stands in forget its other options, without a word.
#
# A command has the options --plan and --batch. As fields of the command, `--plan data=2 --batch 4 --batch 8` is refused:
# "should be specified only once". In a group that is there for the help alone (@ArgGroup(validate = false), one field, not
# a list) the same line is accepted, and --plan is back at its default: the second --batch begins a new object of the group,
# which takes the place of the first with all that was set on it. The order matters: what stands behind the repetition stays.
#
# Ends with 0 while this holds and with 1 when it has changed. Needs Maven and a JDK of version 17 or newer.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

mvn -q -B dependency:copy -Dartifact=info.picocli:picocli:4.7.7 -DoutputDirectory="$folder"

cat >"$folder/Repeated.java" <<'JAVA'
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

class Repeated {
  @Command(name = "plain")
  static class Plain implements Callable<Integer> {
    @Option(names = "--plan") String plan = "single";
    @Option(names = "--batch") int batch = 1;

    @Override
    public Integer call() {
      System.out.println("plan " + plan + ", batch " + batch);
      return 0;
    }
  }

  @Command(name = "grouped")
  static class Grouped implements Callable<Integer> {
    @ArgGroup(validate = false, heading = "What to run:%n") What what = new What();

    static class What {
      @Option(names = "--plan") String plan = "single";
      @Option(names = "--batch") int batch = 1;
    }

    @Override
    public Integer call() {
      System.out.println("plan " + what.plan + ", batch " + what.batch);
      return 0;
    }
  }

  static void run(Object command, String... line) {
    System.out.print(command.getClass().getSimpleName() + " " + String.join(" ", line) + ": ");
    new CommandLine(command)
        .setParameterExceptionHandler((wrong, words) -> {
          System.out.println("refused");
          return 2;
        })
        .execute(line);
  }

  public static void main(String[] arguments) {
    run(new Plain(), "--plan", "data=2", "--batch", "8");
    run(new Plain(), "--plan", "data=2", "--batch", "4", "--batch", "8");
    run(new Grouped(), "--plan", "data=2", "--batch", "8");
    run(new Grouped(), "--plan", "data=2", "--batch", "4", "--batch", "8");
    run(new Grouped(), "--batch", "4", "--batch", "8", "--plan", "data=2");
  }
}
JAVA

seen=$(java -cp "$folder/picocli-4.7.7.jar" "$folder/Repeated.java")
echo "$seen"
expected='Plain --plan data=2 --batch 8: plan data=2, batch 8
Plain --plan data=2 --batch 4 --batch 8: refused
Grouped --plan data=2 --batch 8: plan data=2, batch 8
Grouped --plan data=2 --batch 4 --batch 8: plan single, batch 8
Grouped --batch 4 --batch 8 --plan data=2: plan data=2, batch 8'
[ "$seen" = "$expected" ] || {
  echo "This has changed." >&2
  exit 1
}
