"""Values that make no sense are refused, in words that help."""

import pytest

from support import CHART, NEWEST, REFUSED, Refused, helm, remarks, render


@pytest.mark.parametrize("path", REFUSED, ids=lambda path: path.stem)
def test_bad_values_are_refused(path):
    expected = remarks(path, "refused")
    assert expected
    with pytest.raises(Refused) as refusal:
        render(path, (remarks(path, "kubernetes") or [NEWEST])[0])
    for text in expected:
        assert text in str(refusal.value)


def test_lists_too_large_for_a_config_map_are_refused(tmp_path):
    path = tmp_path / "values.yaml"
    line = "company/x\\tcompany\\tcompany\\tx\\tcanonical\\t\\t\\talways\\torth\\t\\t\\n"
    path.write_text(f'gazetteer: {{inline: {{large.tsv: "{line * 25_000}"}}}}')
    with pytest.raises(Refused, match="bytes, but a config map holds 1 MiB"):
        render(path)
    path = tmp_path / "smaller.yaml"
    path.write_text(f'gazetteer: {{inline: {{large.tsv: "{line * 10_000}"}}}}')
    assert render(path)


def test_old_clusters_are_refused():
    with pytest.raises(Refused, match="requires kubeVersion"):
        helm("template", "kayan", CHART, "--kube-version", "1.27.9")
