package dev.partitura.app.cli;

import dev.partitura.engine.operator.OpenAxes;
import dev.partitura.engine.operator.Parameters;
import dev.partitura.engine.operator.Work;
import dev.partitura.engine.quantity.Quantity;
import dev.partitura.samples.Sample;
import dev.partitura.samples.SampleModels;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// Lists the samples.
@Command(
    name = "models",
    description = "List the sample networks: trained parameters, and operations for one sample.",
    footerHeading = "%nExample:%n",
    footer = "  partitura models")
final class ModelsCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    var rows = new ArrayList<List<String>>();
    rows.add(List.of("NAME", "OPS", "PARAMETERS", "FLOPS", "INPUTS"));
    SampleModels.all().forEach(sample -> rows.add(row(sample)));
    spec.commandLine().getOut().print(Table.of(rows));
    return CommandLineTool.DONE;
  }

  private static List<String> row(Sample sample) {
    var network = sample.network();
    var types = OpenAxes.types(network, 1);
    long parameters = Parameters.count(network);
    long flops = types.works().values().stream().mapToLong(Work::flops).sum();
    var inputs =
        network.inputs().stream()
            .map(input -> input.name() + " " + input.type())
            .collect(Collectors.joining(", "));
    return List.of(
        sample.name(),
        Integer.toString(network.ops().size()),
        Quantity.count(parameters),
        Quantity.flops(flops),
        inputs);
  }
}
