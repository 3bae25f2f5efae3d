"""What the checker of OC4IDS itself says of a file: run by a Python that has its libraries.

`python oc4ids_checker.py FILE ADDRESS`: the schemas and code lists are served at `ADDRESS`.
"""

import json
import sys

from libcoveoc4ids.api import oc4ids_json_output  # type: ignore[import-not-found]
from libcoveoc4ids.config import LibCoveOC4IDSConfig  # type: ignore[import-not-found]


def main() -> None:
    file, address = sys.argv[1:]
    settings = {"schema_host": address, "schema_codelists": {"0.9": f"{address}codelists/"}}
    said = oc4ids_json_output(file=file, lib_cove_oc4ids_config=LibCoveOC4IDSConfig(settings))
    wanted = (
        *("validation_errors", "additional_closed_codelist_values", "additional_fields"),
        "additional_open_codelist_values",
    )
    sys.stdout.write(json.dumps({name: said.get(name) for name in wanted}, default=str))


if __name__ == "__main__":
    main()
